"""The one error tree. An error carries its subject, and its message says what to do next."""

from dataclasses import dataclass


class DyadwatchError(Exception):
    """Anything that dyadwatch raises on purpose; ``subject`` is what it is about (a feed's URL, a rule's name)."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message)
        self.subject = subject


class UsageError(DyadwatchError):
    """The caller asked for something that makes no sense: exit code 2, HTTP 422."""


class NotFoundError(DyadwatchError):
    """The caller named a thing that is not stored: exit code 1, HTTP 404."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file that an analyst edits, written ``file:line: key: what is wrong, what is allowed``."""

    file: str
    line: int
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.problem}"


class ConfigError(DyadwatchError):
    """All mistakes of a configuration at once, so that a person mends them in one go."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class OutsideError(DyadwatchError):
    """Something beyond our walls failed.

    ``kind`` is a short word for the ledger ("dns", "timeout", "http 404"). ``permanent`` says that trying the same
    again cannot help; everything else is worth a retry.
    """

    def __init__(self, message: str, *, kind: str, permanent: bool, subject: str = "") -> None:
        super().__init__(message, subject=subject)
        self.kind = kind
        self.permanent = permanent


class FetchError(OutsideError):
    """A GET failed, or what it brought is not what it should be. ``retry_after`` is in seconds, where it was said."""

    def __init__(
        self, message: str, *, kind: str, permanent: bool, subject: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message, kind=kind, permanent=permanent, subject=subject)
        self.retry_after = retry_after


class ChannelError(OutsideError):
    """A channel did not take a message. ``retry_after`` is in seconds, where the far side said it."""

    def __init__(
        self, message: str, *, kind: str, permanent: bool, subject: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message, kind=kind, permanent=permanent, subject=subject)
        self.retry_after = retry_after


class CoderError(OutsideError):
    """The second coder gave no answer that can be used. ``retry_after`` is in seconds, where the far side said it."""

    def __init__(self, message: str, *, kind: str, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message, kind=kind, permanent=permanent)
        self.retry_after = retry_after


class ServiceUnavailableError(OutsideError):
    """Postgres or Redis does not answer: always transient."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message, kind="unavailable", permanent=False, subject=subject)
