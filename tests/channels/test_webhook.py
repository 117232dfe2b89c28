import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from worker.channels.answers import is_permanent, retry_after
from worker.channels.webhook import WebhookChannel
from worker.model import ChannelError, FetchError, Message, Response
from worker.web import Web

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_" + "b2xk" * 8
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


class Impatient:
    """The real web client with a short deadline."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Response:
        return self._web.post(url, body=body, headers=headers, deadline=0.3)


@pytest.fixture
def web() -> Iterator[Web]:
    client = Web(["127.0.0.1"])
    yield client
    client.close()


@pytest.fixture
def channel(receiver: Any, web: Web) -> WebhookChannel:
    return WebhookChannel(receiver.url, SECRET, web)


def refusal(channel: WebhookChannel, message: Message) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.send(message)
    assert "t0k3n" not in repr(caught.value) + caught.value.subject
    return caught.value


def test_a_receiver_can_verify_what_it_gets(receiver: Any, channel: WebhookChannel, message: Message) -> None:
    assert channel.send(message) == f"HTTP 204 from http://127.0.0.1:{receiver.port}"
    path, headers, body = receiver.got[0]
    told = Webhook(SECRET).verify(body, headers)
    assert told == json.loads(json.dumps(message.payload))
    assert headers["webhook-id"] == message.id
    assert headers["content-type"] == "application/json"
    assert path == "/hook/t0k3n-of-path?key=t0k3n-of-query"


def test_a_changed_body_or_another_secret_does_not_verify(
    receiver: Any, channel: WebhookChannel, message: Message
) -> None:
    channel.send(message)
    _, headers, body = receiver.got[0]
    for secret, seen in ((SECRET, body + b" "), (OLD_SECRET, body)):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(seen, headers)


def test_both_secrets_verify_while_a_receiver_changes_over(receiver: Any, web: Web, message: Message) -> None:
    WebhookChannel(receiver.url, f"{SECRET} {OLD_SECRET}", web).send(message)
    _, headers, body = receiver.got[0]
    for secret in (SECRET, OLD_SECRET):
        Webhook(secret).verify(body, headers)


def test_a_repeat_has_the_same_id_and_the_time_of_its_attempt(receiver: Any, web: Web, message: Message) -> None:
    times = iter((NOW, NOW + timedelta(hours=6)))
    channel = WebhookChannel(receiver.url, SECRET, web, clock=lambda: next(times))
    channel.send(message), channel.send(message)
    (_, first, body), (_, second, body_again) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 6 * 3600
    assert body == body_again


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 422])
def test_a_refusal_for_good(receiver: Any, channel: WebhookChannel, message: Message, status: int) -> None:
    receiver.answer = (status, {}, b"no \x1b[31mthanks")
    error = refusal(channel, message)
    assert error.permanent and error.kind == f"HTTP {status}"
    assert "no [31mthanks" in str(error)


@pytest.mark.parametrize("status", [301, 307, 408, 409, 425, 429, 500, 502, 503, 504])
def test_a_refusal_that_may_pass(receiver: Any, channel: WebhookChannel, message: Message, status: int) -> None:
    receiver.answer = (status, {"location": "http://127.0.0.1:1/"}, b"")
    assert not refusal(channel, message).permanent
    assert len(receiver.got) == 1


def test_a_wait_that_is_asked_for_is_told(receiver: Any, channel: WebhookChannel, message: Message) -> None:
    receiver.answer = (429, {"retry-after": "120"}, b"slow down")
    assert refusal(channel, message).retry_after == 120
    receiver.answer = (503, {"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)}, b"")
    assert 3590 < (refusal(channel, message).retry_after or 0) <= 3600


def test_a_receiver_that_hangs_may_answer_later(receiver: Any, web: Web, message: Message) -> None:
    receiver.hangs = True
    error = refusal(WebhookChannel(receiver.url, SECRET, Impatient(web)), message)
    assert (error.kind, error.permanent) == ("timeout", False)


def test_a_closed_port_may_open_later(web: Web, message: Message) -> None:
    error = refusal(WebhookChannel("http://127.0.0.1:1/t0k3n", SECRET, web), message)
    assert not error.permanent


def test_private_addresses_are_out_of_reach_unless_named(receiver: Any, message: Message) -> None:
    error = refusal(WebhookChannel(receiver.url, SECRET, Web()), message)
    assert error.kind == "private address" and not receiver.got


def test_what_the_web_client_says_is_told_without_the_address(message: Message) -> None:
    class Broken:
        def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Response:
            raise FetchError(f"cannot reach {url}", kind="dns", permanent=False, subject=url, retry_after=7)

    error = refusal(WebhookChannel("https://hooks.example.org/t0k3n?k=t0k3n", SECRET, Broken()), message)
    assert str(error) == "https://hooks.example.org was not reached: cannot reach ****"
    assert (error.kind, error.retry_after, error.__cause__) == ("dns", 7, None)


@pytest.mark.parametrize("url", ["", "ftp://x/", "hooks.example.org", "https://u:pa:ss/word@x/", "https://[::1"])
def test_an_address_that_is_none_is_refused_without_showing_it(url: str, web: Web) -> None:
    with pytest.raises(ValueError, match="is no web address") as caught:
        WebhookChannel(url, SECRET, web)
    assert not url or url not in str(caught.value)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_short", "whsec_!!!!" + "A" * 40, "whsec_" + "AAAA" * 30])
def test_a_secret_that_is_none_is_refused_without_showing_it(secret: str, web: Web) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes") as caught:
        WebhookChannel("https://x.example.org", secret, web)
    assert secret not in str(caught.value).replace("whsec_ and", "")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("30", 30),
        (" 5 ", 5),
        ("-3", None),
        ("soon", None),
        ("Mon, 05 Jan 2026 12:01:00 GMT", 60),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_date_that_has_passed_asks_for_no_wait() -> None:
    assert retry_after("Mon, 05 Jan 2026 11:00:00 GMT", NOW) == 0


def test_server_errors_pass() -> None:
    assert not any(is_permanent(status) for status in range(500, 600))
