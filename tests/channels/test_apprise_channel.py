import io
import logging
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest

from worker.channels.apprise_channel import AppriseChannel
from worker.channels.hidden import hide, secrets_of
from worker.model import ChannelError, Message


def mail(post_office: Any, credentials: str = "") -> str:
    return (
        f"mailto://{credentials}127.0.0.1:{post_office.port}?from=alerts@example.org&to=desk@example.org&mode=insecure"
    )


@pytest.fixture
def root_log() -> Iterator[io.StringIO]:
    """What a log of the finest level would hold. (pytest's caplog also listens where nobody else hears.)"""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def refusal(channel: AppriseChannel, message: Message) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.send(message)
    return caught.value


def test_a_letter_arrives_as_plain_text(post_office: Any, message: Message) -> None:
    assert AppriseChannel(mail(post_office)).send(message) == "taken by E-Mail"
    letter = message_from_bytes(post_office.letters[0], policy=policy.default)
    assert (letter["subject"], letter["to"]) == (message.title, "desk@example.org")
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines() == message.text.splitlines()


def test_a_post_arrives_as_it_was_written(receiver: Any, message: Message) -> None:
    AppriseChannel(f"json://127.0.0.1:{receiver.port}/").send(message)
    assert (receiver.json()["title"], receiver.json()["message"]) == (message.title, message.text)


def test_words_that_call_somebody_in_a_chat_call_nobody(receiver: Any, message: Message) -> None:
    hostile = Message(
        "1", "@everyone", "<@123> @here [click](http://a.example) a@b.example x/@y", {}, None, message.created_at
    )
    AppriseChannel(f"json://127.0.0.1:{receiver.port}/").send(hostile)
    assert receiver.json()["title"] == "@\u200beveryone"
    assert receiver.json()["message"] == "<@\u200b123> @\u200bhere [click] (http://a.example) a@b.example x/@y"


def test_a_failure_has_its_reason(post_office: Any, message: Message) -> None:
    post_office.refuses = {"RCPT": "550 nobody of that name"}
    error = refusal(AppriseChannel(mail(post_office)), message)
    assert "nobody of that name" in str(error)
    assert (error.kind, error.permanent, error.subject) == ("refused", False, "E-Mail")


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (401, True), (429, False), (503, False)])
def test_a_status_says_whether_to_try_again(receiver: Any, message: Message, status: int, permanent: bool) -> None:
    receiver.answer = (status, {}, b"no")
    error = refusal(AppriseChannel(f"json://127.0.0.1:{receiver.port}/"), message)
    assert (error.kind, error.permanent) == (f"HTTP {status}", permanent)


def test_a_service_that_hangs_is_left_in_time(receiver: Any, message: Message) -> None:
    receiver.hangs = True
    error = refusal(AppriseChannel(f"json://127.0.0.1:{receiver.port}/", timeout=0.3), message)
    assert (error.kind, error.permanent) == ("timeout", False)


def test_no_secret_gets_into_errors_or_logs(
    post_office: Any, receiver: Any, message: Message, root_log: io.StringIO
) -> None:
    post_office.refuses = {"AUTH": "535 s3cret%21word of s3cret!word is wrong"}
    receiver.answer = (500, {}, b"t0k3n-of-path")
    told = [
        refusal(AppriseChannel(mail(post_office, "alerts:s3cret%21word@")), message),
        refusal(AppriseChannel(f"json://user:s3cret%21word@127.0.0.1:{receiver.port}/t0k3n-of-path"), message),
        refusal(AppriseChannel("json://127.0.0.1:1/t0k3n-of-path"), message),
    ]
    for error in told:
        assert "s3cret" not in repr(error) and "t0k3n" not in repr(error)
        assert error.__cause__ is None
    assert "535" in str(told[0])
    assert "s3cret" not in root_log.getvalue() and "t0k3n" not in root_log.getvalue()


def test_a_service_that_breaks_is_tried_again_and_shows_no_secret(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = AppriseChannel("json://127.0.0.1:1/t0k3n-of-path")

    def broken(**_: object) -> None:
        raise RuntimeError("cannot parse json://127.0.0.1:1/t0k3n-of-path")

    monkeypatch.setattr(channel._target, "notify", broken)
    error = refusal(channel, message)
    assert str(error) == "RuntimeError: cannot parse ****"
    assert (error.permanent, error.__cause__) == (False, None)


@pytest.mark.parametrize("url", ["", "hunter2hunter2", "nosuch://hunter2hunter2", "mailto://"])
def test_an_address_that_apprise_does_not_know_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ValueError, match="none that Apprise understands") as caught:
        AppriseChannel(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
            ("T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"),
        ),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", ("123456789", "abcdefg_hijklmnop", "12315544")),
        ("mailtos://me:pa%40ss@mail.example.org?from=x", ("pa@ss", "pa%40ss")),
        ("https://hooks.example.org/a/t0k3n?sig=%2Babc", ("t0k3n", "+abc", "%2Babc")),
    ],
)
def test_every_piece_of_an_address_that_may_be_secret_is_hidden(url: str, secrets: tuple[str, ...]) -> None:
    hidden = hide(f"cannot reach {url}; " + " ".join(secrets), secrets_of(url))
    assert not any(secret in hidden for secret in secrets)


def test_the_host_of_an_address_stays_readable() -> None:
    assert hide("mail.example.org: no", secrets_of("mailtos://me:pass@mail.example.org")) == "mail.example.org: no"
