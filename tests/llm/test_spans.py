"""What a model quotes is found in the text, or it is not."""

import pytest

from worker.llm.spans import find

TEXT = "“We won’t go,” said Kim – of Austria’s\n  foreign ministry. The US (and Kim) agreed. 中国外交部批评日本。"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Kim", "Kim"),
        ('"We won\'t go,"', "“We won’t go,”"),
        ("Kim - of Austria's foreign ministry.", "Kim – of Austria’s\n  foreign ministry."),
        ("  The US ", "The US"),
        ("US (and Kim)", "US (and Kim)"),
        ("日本", "日本"),
    ],
)
def test_quotation_marks_dashes_and_line_breaks_may_differ(words: str, found: str) -> None:
    place = find(words, TEXT)
    assert place
    assert TEXT[slice(*place)] == found


@pytest.mark.parametrize(
    "words", ["us", "ustria", "Austri", "ki", "Kim said", "", "   ", "(.*)", "we won't go", "韩国"]
)
def test_what_does_not_stand_there_as_words_is_not_found(words: str) -> None:
    assert find(words, TEXT) is None


def test_the_first_place_between_two_offsets_counts() -> None:
    second = TEXT.rindex("Kim")
    assert find("Kim", TEXT, second - 4, second + 3) == (second, second + 3)
    assert find("Kim", TEXT, 0, TEXT.index("Kim") + 2) is None
