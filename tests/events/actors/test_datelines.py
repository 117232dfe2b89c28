"""Where a text is told from is no part of what it tells; what only looks like a dateline is."""

from collections.abc import Callable

import pytest

Who = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    "opening",
    [
        "DOHA:",
        "Muscat:",
        "ISLAMABAD, Nov 5 (APP):",
        "Addis Ababa October 6/2022 (ENA)",
        "Addis Ababa, —",
        "Lagos —",
        "Tehran, IRNA –",
        "TBILISI -",
        "KUWAIT CITY, Sept 3 (KUNA) --",
        "Beijing (Xinhua)",
        "GABORONE, 5 May 2011 -",
        "Abuja, Nigeria | Xinhua |",
        "Prague, 28 July 2005 -",
    ],
)
def test_a_dateline_names_nobody(who: Who, opening: str) -> None:
    assert who(f"{opening} Japan thanked Peru.") == {"Japan": "JPN", "Peru": "PER"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Putin — the Russian president — met Xi.", "Putin"),
        ("World Health Organization (WHO) Director Smith visited Iran.", "World Health Organization"),
        ("Moscow and Beijing agreed: Japan must answer.", "Moscow"),
    ],
)
def test_who_stands_at_the_beginning_may_act(who: Who, text: str, span: str) -> None:
    assert span in who(text)
