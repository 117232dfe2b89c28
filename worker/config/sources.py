"""Which feeds a rule of ``alerts.yaml`` cares for, as it is written under ``sources``."""

from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BeforeValidator, Field

from worker.config.feeds import Duration, Kind
from worker.config.strict import Problem, Strict, listed, one_of
from worker.model.sources import SourceFilter

Word = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[tuple[Word, ...], BeforeValidator(listed)]
Codes = Annotated[tuple[Annotated[Word, AfterValidator(str.upper)], ...], BeforeValidator(listed)]
Kinds = Annotated[tuple[Annotated[str, one_of(get_args(Kind))], ...], BeforeValidator(listed)]


class SourcesConfig(Strict):
    """SourceFilter as it is written; ``broken_for`` is a duration, as 6h."""

    name: Words = ()
    family: Words = ()
    country: Codes = ()
    kind: Kinds = ()
    broken_for: Duration | None = None
    silent: bool = False
    back: bool = False

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        if not data.get("broken_for") and not data.get("silent"):
            return [((), "says which feeds, and not when; write broken_for: 6h, silent: true, or both")]
        return []

    def source_filter(self) -> SourceFilter:
        return SourceFilter(**dict(self))
