"""What the models of ``alerts.yaml`` share: strict reading that tells every mistake at its place."""

from typing import Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

Loc = tuple[str | int, ...]
Problem = tuple[Loc, str]


class Strict(BaseModel):
    """Frozen, and an unknown key is answered with the keys that there are."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all(cls, data: Any, handler: Any) -> Any:
        keys = ", ".join(field.alias or name for name, field in cls.model_fields.items())
        told = [problem_at(loc, words) for loc, words in cls.across(data)] if isinstance(data, dict) else []
        try:
            read = handler(data)
        except ValidationError as error:
            told = [_again(problem, keys) for problem in error.errors(include_url=False)] + told
        if told:
            raise ValidationError.from_exception_data(cls.__name__, told)
        return read

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        """Mistakes that show only where several keys are seen together, told even where one of them is wrong alone."""
        return []


def _again(problem: Any, keys: str) -> InitErrorDetails:
    """The same problem at the same place; a key that nobody knows also hears which are known."""
    kind, words = problem["type"], str(problem.get("ctx", {}).get("error", problem["msg"]))
    if kind == "extra_forbidden" and len(problem["loc"]) == 1:
        kind, words = "value_error", f"is not a key known here; the keys are: {keys}"
    if kind.startswith(("date", "timezone")):
        words += "; write 2026-01-31 for a day, 2026-01-31T12:00:00Z for a time"
    return problem_at(problem["loc"], words, kind, problem["input"])


def problem_at(loc: Loc, words: str, kind: str = "value_error", given: Any = None) -> InitErrorDetails:
    # The words travel as a value: a custom error's own text is a template, and would read braces in them.
    return InitErrorDetails(type=PydanticCustomError(kind, "{words}", {"words": words}), loc=loc, input=given)


def listed(value: Any) -> Any:
    """A single value is a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


def one_of(allowed: tuple[str, ...]) -> AfterValidator:
    """Checks a word without case; the word comes out as it is allowed."""
    plain = {word.casefold(): word for word in allowed}

    def check(word: str) -> str:
        if word.casefold() not in plain:
            raise ValueError(f"{word!r} is none of: {', '.join(allowed)}")
        return plain[word.casefold()]

    return AfterValidator(check)
