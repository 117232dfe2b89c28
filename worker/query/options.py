"""The filter table as options of a command."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import typer

from worker.model import EventFilter
from worker.query import filters
from worker.query.context import Context

_PREFIX = "where_"  # keeps the filter "context" apart from typer's Context


def takes_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all filter options; they reach it as one EventFilter, its parameter ``where``.

    The command's first parameter is the typer Context. Raises UsageError (exit code 2) for a value that is wrong.
    """
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "where"]
    context = own[0].name
    made = [_parameter(option) for option in filters.OPTIONS]

    def with_filters(**given: Any) -> None:
        values = {option.field: _texts(given.pop(_PREFIX + option.field)) for option in filters.OPTIONS}
        command(where=_parse(given[context], values), **given)

    with_filters.__name__ = command.__name__
    with_filters.__doc__ = command.__doc__
    with_filters.__signature__ = inspect.Signature(own + made)  # type: ignore[attr-defined]
    with_filters.__annotations__ = {p.name: p.annotation for p in own + made}
    return with_filters


def _parse(context: typer.Context, values: dict[str, list[str]]) -> EventFilter:
    return filters.parse(values, filters.utc_now(), Context.of(context).vocabulary)


def _parameter(option: filters.Option) -> inspect.Parameter:
    kind: Any = list[str] | None if option.is_list else str | None
    default = typer.Option(None, *option.flags, help=option.help, metavar=_metavar(option), show_default=False)
    return inspect.Parameter(_PREFIX + option.field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _metavar(option: filters.Option) -> str:
    return option.example if " " not in option.example else option.field.upper()


def _texts(given: list[str] | str | None) -> list[str]:
    if given is None:
        return []
    return [given] if isinstance(given, str) else list(given)
