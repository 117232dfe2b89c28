"""Actors found in invented sentences that the shipped parser reads."""

from collections.abc import Callable
from datetime import date

import pytest

from worker.config import load_coder_config
from worker.events.actors import Gazetteer, Resolution, build_gazetteer, resolve
from worker.events.parser import Parser, load_parser
from worker.model import GivenEntity

SUMMER = date(2025, 6, 1)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return build_gazetteer(load_coder_config(None).actors)


@pytest.fixture(scope="session")
def parser() -> Parser:
    return load_parser()


@pytest.fixture
def find(gazetteer: Gazetteer, parser: Parser) -> Callable[..., Resolution]:
    def found(text: str, on: date | None = SUMMER, given: tuple[GivenEntity, ...] = ()) -> Resolution:
        return resolve(parser.parse(text), gazetteer, on, given)

    return found


@pytest.fixture
def who(find: Callable[..., Resolution]) -> Callable[..., dict[str, str]]:
    """What each span of a text means: its words -> its codes, "KEN+ETH" where they are several."""

    def meant(text: str, on: date | None = SUMMER) -> dict[str, str]:
        named = [item for sentence in find(text, on).sentences for item in sentence]
        return {item.actor.text: "+".join(item.codes) for item in named}

    return meant
