"""One question to an endpoint, and each way in which it may not be answered."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from llm_samples import KEY, Model, completion

from worker.config.llm import LlmSettings
from worker.llm.endpoint import MOST_ANSWER, Endpoint
from worker.model import CoderError, Response
from worker.web import Web

Settings = Callable[..., LlmSettings]


@pytest.fixture
def web(model: Model) -> Iterator[Web]:
    client = Web([f"127.0.0.1:{model.port}"], most_bytes=MOST_ANSWER)
    yield client
    client.close()


def failure(endpoint: Endpoint) -> CoderError:
    with pytest.raises(CoderError) as caught:
        endpoint.ask(b"{}")
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in repr(error) + str(error)
        error = error.__cause__
    return caught.value


def test_a_question_goes_to_chat_completions_with_the_key(model: Model, settings: Settings, web: Web) -> None:
    model.answers(completion("hello"))
    reply = Endpoint(settings(), web).ask(b'{"model": "tiny-1"}')
    assert (reply.said, reply.tokens) == ("hello", (3000, 200))
    ((path, headers, body),) = model.got
    assert (path, body) == ("/v1/chat/completions", {"model": "tiny-1"})
    assert (headers["authorization"], headers["content-type"]) == (f"Bearer {KEY}", "application/json")


def test_a_local_model_needs_no_key(model: Model, settings: Settings, web: Web) -> None:
    Endpoint(settings(key=None), web).ask(b"{}")
    assert "authorization" not in model.got[0][1]


def test_only_the_endpoint_itself_may_be_private(model: Model, settings: Settings) -> None:
    other = Web([f"127.0.0.1:{model.port + 1}"])
    assert failure(Endpoint(settings(), other)).kind == "private address"
    assert not model.got
    other.close()


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_status_that_is_no_answer_is_told_without_the_key(
    model: Model, settings: Settings, web: Web, status: int
) -> None:
    model.refuses(status, f"wrong key {KEY} \x1b[31m".encode() + b"x" * 5000, **{"retry-after": "120"})
    error = failure(Endpoint(settings(), web))
    assert (error.kind, error.retry_after) == (f"http {status}", 120)
    assert error.permanent is (status in (400, 401, 404))
    assert "wrong key **** [31mxxx" in str(error)
    assert len(str(error)) < 300


def test_a_redirect_is_not_followed(model: Model, settings: Settings, web: Web) -> None:
    model.refuses(302, location=f"http://127.0.0.1:{model.port}/elsewhere")
    assert failure(Endpoint(settings(), web)).kind == "http 302"
    assert len(model.got) == 1


def test_a_slow_answer_is_not_waited_for(model: Model, settings: Settings, web: Web) -> None:
    model.hangs = True
    assert failure(Endpoint(settings(timeout=0.2), web)).kind == "timeout"


def test_a_closed_port_is_told(settings: Settings, web: Web, model: Model) -> None:
    closed = Web(["127.0.0.1:1"])
    assert failure(Endpoint(settings(url="http://127.0.0.1:1/v1"), closed)).kind == "connect"
    closed.close()


def test_a_mistake_of_a_library_shows_no_headers(settings: Settings) -> None:
    class Broken:
        def post(self, url: str, *, headers: Mapping[str, str], **_: object) -> Response:
            raise UnicodeError(f"cannot encode {headers}")

    error = failure(Endpoint(settings(), Broken()))
    assert (error.kind, error.__suppress_context__) == ("error", True)
    assert "UnicodeError" in str(error)


def test_an_answer_without_end_is_not_read(model: Model, settings: Settings, web: Web) -> None:
    model.answers(b" " * (MOST_ANSWER + 1))
    assert failure(Endpoint(settings(), web)).kind == "too large"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<html>",
        b"[" * 100_000,
        b"null",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": 5}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b'{"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": -5, "completion_tokens": 0}}',
    ],
)
def test_what_is_no_completion_is_told(model: Model, settings: Settings, web: Web, said: bytes) -> None:
    model.answers(said)
    assert failure(Endpoint(settings(), web)).kind == "no completion"


def _cut(answer: dict[str, Any]) -> None:
    answer["choices"][0]["finish_reason"] = "length"


def _filtered(answer: dict[str, Any]) -> None:
    answer["choices"][0]["finish_reason"] = "content_filter"


def _refused(answer: dict[str, Any]) -> None:
    answer["choices"][0]["message"] |= {"content": None, "refusal": "I cannot help with that."}


@pytest.mark.parametrize(
    ("change", "reason"),
    [(_cut, "cut off"), (_filtered, "content_filter"), (_refused, "refused: I cannot help with that.")],
)
def test_a_refusal_costs_what_it_costs(
    model: Model, settings: Settings, web: Web, change: Callable[[Any], None], reason: str
) -> None:
    answer = completion("{}")
    change(answer)
    model.answers(answer)
    reply = Endpoint(settings(), web).ask(b"{}")
    assert reply.said is None
    assert reason in (reply.refused or "")
    assert reply.tokens == (3000, 200)


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": 5}, {"prompt_tokens": 5, "completion_tokens": None}])
def test_an_endpoint_need_not_count(
    model: Model, settings: Settings, web: Web, usage: dict[str, int | None] | None
) -> None:
    model.answers(completion("x") | {"usage": usage})
    assert Endpoint(settings(), web).ask(b"{}").tokens is None
