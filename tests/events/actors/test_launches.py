"""A launch or test that is spoken of again is that of the state that fired."""

from collections.abc import Callable

Who = Callable[..., dict[str, str]]


def test_a_launch_is_that_of_who_fired(who: Who) -> None:
    found = who("North Korea fired a ballistic missile on Sunday. Japan condemned Sunday's missile launch.")
    assert found["Sunday's missile launch"] == "PRK"


def test_a_test_is_that_of_who_owns_the_one_before(who: Who) -> None:
    found = who("Iran's missile test angered Peru. Kenya said the launch was a provocation.")
    assert found["the launch"] == "IRN"


def test_nobody_fired_what_no_rocket_was_said_to_be(who: Who) -> None:
    assert "the launch" not in who("Iran launched a new bank. Kenya welcomed the launch.")
