"""The question out, the answer in: one POST to ``chat/completions``, as OpenAI, vLLM, Ollama and others take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import BaseModel, Field, ValidationError

from worker.alerts.harmless import line
from worker.config.llm import LlmSettings
from worker.model import CoderError, FetchError, Response

MOST_ANSWER = 2**20  # bytes; the longest answer of a model is a tenth of that
SAID = 200  # characters of a refusal that a log keeps


class Poster(Protocol):
    """What this needs of ``worker.web.Web``, which keeps other private addresses out of reach."""

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str], deadline: float, whole: bool) -> Response: ...


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


Tokens = Annotated[int, Field(ge=0, le=10**9)]


class _Usage(BaseModel):
    prompt_tokens: Tokens | None = None
    completion_tokens: Tokens | None = None

    @property
    def counted(self) -> tuple[int, int] | None:
        """Both, or nothing: half a count would make the rest free."""
        if self.prompt_tokens is None or self.completion_tokens is None:
            return None
        return self.prompt_tokens, self.completion_tokens


class _Completion(BaseModel):
    """What we read of a completion; endpoints say more."""

    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. ``tokens`` are those of question and answer; null where the endpoint does not count."""

    said: str | None
    refused: str | None
    tokens: tuple[int, int] | None


class Endpoint:
    """An OpenAI-compatible endpoint."""

    def __init__(self, settings: LlmSettings, web: Poster) -> None:
        self._settings, self._web = settings, web
        self._key = settings.key.get_secret_value() if settings.key else ""

    def ask(self, body: bytes) -> Reply:
        """The reply to a request. Raises CoderError where none came, of the kind that FetchError or HTTP gives it.

        No message of an error holds the key.
        """
        response = self._post(body)
        if response.status != 200:
            raise self._refusal(response)
        try:
            completion = _Completion.model_validate_json(response.body)
        except ValidationError as error:
            raise CoderError(f"{self._settings.url} did not answer with a completion", kind="no completion") from error
        return _reply(completion)

    def _post(self, body: bytes) -> Response:
        headers = {"content-type": "application/json", "accept": "application/json"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        try:
            return self._web.post(
                f"{self._settings.url}/chat/completions",
                body=body, headers=headers, deadline=self._settings.timeout, whole=True,
            )  # fmt: skip
        except FetchError as error:
            # The cause stays behind: what it shows of the request may hold the key.
            raise CoderError(self._without_key(str(error)), kind=error.kind, permanent=error.permanent) from None
        except Exception as error:  # so that no traceback shows the headers
            problem = f"{self._settings.url} could not be asked ({type(error).__name__})"
            raise CoderError(problem, kind="error") from None

    def _refusal(self, response: Response) -> CoderError:
        said = line(self._without_key(response.body[:2000].decode("utf-8", "replace")), SAID)
        wait = response.headers.get("retry-after", "").strip()
        return CoderError(
            f"{self._settings.url} answered {response.status}: {said}",
            kind=f"http {response.status}",
            permanent=response.status in (400, 401, 403, 404, 413, 422),
            retry_after=float(wait) if wait.isdecimal() and len(wait) < 7 else None,
        )

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "****") if self._key else text


def _reply(completion: _Completion) -> Reply:
    choice = completion.choices[0]
    tokens = completion.usage.counted if completion.usage else None
    if choice.finish_reason == "length":
        return Reply(None, "the answer was cut off; allow more tokens in DYADWATCH_LLM_OPTIONS", tokens)
    if choice.finish_reason == "content_filter" or choice.message.refusal or not choice.message.content:
        reason = line(choice.message.refusal or choice.finish_reason or "it said nothing", SAID)
        return Reply(None, f"the model refused: {reason}", tokens)
    return Reply(choice.message.content, None, tokens)
