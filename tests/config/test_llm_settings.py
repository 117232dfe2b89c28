"""The second coder's variables: off until an address is given, and no key is ever shown."""

import pytest

from worker.config import read_settings
from worker.config.llm import LlmSettings
from worker.model import ConfigError

GIVEN = {"DYADWATCH_LLM_URL": "https://api.example.org/v1/", "DYADWATCH_LLM_MODEL": "tiny-1"}


def read(**changes: str) -> LlmSettings:
    llm = read_settings(GIVEN | {f"DYADWATCH_LLM_{name.upper()}": value for name, value in changes.items()}).llm
    assert llm
    return llm


def mistakes(**changes: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        read(**changes)
    assert "s3cret" not in str(caught.value) + repr(caught.value.mistakes)
    return {mistake.key.removeprefix("DYADWATCH_LLM_"): mistake.problem for mistake in caught.value.mistakes}


def test_without_an_address_there_is_no_model() -> None:
    assert read_settings({}).llm is None
    assert read_settings({"DYADWATCH_LLM_MODEL": "tiny-1", "DYADWATCH_LLM_TIMEOUT": "soon"}).llm is None


def test_an_address_and_a_model_are_enough() -> None:
    llm = read()
    assert (llm.url, llm.model, llm.key, llm.host) == (
        "https://api.example.org/v1",
        "tiny-1",
        None,
        "api.example.org:443",
    )
    assert (llm.timeout, llm.requests_per_day, llm.tokens_per_day, llm.money_per_day) == (30, 1000, 5_000_000, None)
    assert read(url="http://[::1]:11434/v1").host == "::1:11434"


def test_the_key_may_come_from_a_file_and_is_not_shown(tmp_path) -> None:
    (tmp_path / "key").write_text("sk-s3cret\n")
    llm = read(key_file=str(tmp_path / "key"))
    assert llm.key
    assert llm.key.get_secret_value() == "sk-s3cret"
    assert "s3cret" not in repr(llm) + str(llm) + repr(llm.model_dump())


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes(
        url="ftp://x", model="", key="sk s3cret", timeout="50", requests_per_day="-1", tokens_per_day="many",
        price_in="nan", options="s3cret",
    )  # fmt: skip
    assert set(found) == {
        "URL", "MODEL", "KEY", "TIMEOUT", "REQUESTS_PER_DAY", "TOKENS_PER_DAY", "PRICE_IN", "OPTIONS",
    }  # fmt: skip
    assert found["MODEL"] == "is required where DYADWATCH_LLM_URL is set"


@pytest.mark.parametrize(
    "url", ["api.example.org", "https://", "https://me:s3cret@x/v1", "https://x/v1?key=s3cret", "https://x:s3cret/v1"]
)
def test_an_address_that_is_none_or_holds_a_key_is_refused_without_showing_it(url: str) -> None:
    assert set(mistakes(url=url)) == {"URL"}


def test_a_limit_of_money_needs_prices() -> None:
    assert "DYADWATCH_LLM_PRICE_IN" in mistakes(money_per_day="2")["MONEY_PER_DAY"]
    assert "MONEY_PER_DAY" in mistakes(money_per_day="2", price_in="1")
    assert read(money_per_day="2", price_in="0.15", price_out="0.6").money_per_day == 2


def test_options_are_merged_and_null_takes_one_away() -> None:
    assert read().options == {"temperature": 0, "seed": 1, "max_tokens": 4096}
    assert read(options='{"seed": null, "top_p": 0.5}').options == {"temperature": 0, "max_tokens": 4096, "top_p": 0.5}
    other = read(options='{"max_completion_tokens": 900}')
    assert (other.longest_answer, "max_tokens" in other.options) == (900, False)


@pytest.mark.parametrize(
    "options",
    ["[]", "{", '{"max_tokens": null}', '{"max_tokens": 0}', '{"max_tokens": "9"}', '{"max_tokens": true}',
     '{"stream": true}', '{"messages": []}', '{"n": 5}', '{"model": "x"}'],
)  # fmt: skip
def test_options_that_would_break_a_request_or_unbound_it_are_refused(options: str) -> None:
    assert set(mistakes(options=options)) == {"OPTIONS"}
