import random

import pytest

from worker.articles.stories import KEYS, SIZE, containment, keys, resemblance, same_story, sketch

SENTENCES = [
    "Norland's foreign minister arrived in Harbour City on Tuesday for two days of talks with her Sudland counterpart",
    "The visit is the first by a Norland minister since the two governments closed their embassies eleven years ago",
    "Officials on both sides said that the agenda would be led by fishing rights in the strait and by rail freight",
    "Sudland withdrew its patrol boats from the disputed waters last month after a storm sank a trawler with nine men",
    "A joint statement promised to reopen the ferry line before the summer and to name ambassadors within sixty days",
    "Opposition leaders in Norland called the talks a surrender and asked parliament to vote on any treaty",
    "The minister told reporters that nobody had spoken of a treaty and that a vote would come once there was one",
    "Traders in Harbour City welcomed the news and the price of herring fell by a tenth within an hour of it",
]
REPORT = ". ".join(SENTENCES) + "."
OTHER = (
    "Talks between Norland and Sudland opened in Harbour City on Tuesday with fishing at the top of the list. "
    "Norland's foreign minister, the first to come in eleven years, said she hoped to see embassies open again. "
    "Both governments later promised ambassadors within sixty days and a ferry by summer. At home her opponents "
    "spoke of surrender, and want a vote in parliament on whatever is signed. In the port, herring grew cheaper "
    "within the hour."
)


def words(count: int, seed: int) -> str:
    chosen = random.Random(seed)
    return " ".join(str(chosen.randrange(10**9)) for _ in range(count))


def test_a_sketch_is_the_same_on_every_machine_and_fits_a_bigint() -> None:
    found = sketch("one two three four five six seven eight nine ten eleven twelve thirteen fourteen")
    assert found[:2] == (-9131546873261565382, -8296306814644158797)
    assert found == tuple(sorted(found))
    big = sketch(words(500, 1))
    assert len(big) == SIZE
    assert all(-(2**63) <= number < 2**63 for number in big)


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.upper(),
        "HARBOUR CITY (Wire) - " + REPORT,
        REPORT.replace(",", "").replace(". ", ".\n\n"),
        REPORT.replace("Tuesday", "March 4").replace("eleven", "11").replace("sixty", "60"),
        ". ".join(SENTENCES[:6]),
        "Our own correspondent has learned that the sea is calm. " + ". ".join(SENTENCES[:7]),
    ],
)
def test_wire_copy_and_light_rewrites_are_one_story_and_share_a_key(copy: str) -> None:
    one, other = sketch(REPORT), sketch(copy)
    assert same_story(one, other)
    assert {*keys(one)} & {*keys(other)}


def test_two_reports_of_one_event_in_their_own_words_are_two_stories() -> None:
    assert not same_story(sketch(REPORT), sketch(OTHER))
    assert resemblance(sketch(REPORT), sketch(OTHER)) < 0.15


def test_a_text_too_short_to_tell_is_like_nothing_not_even_itself() -> None:
    short = sketch("Norland and Sudland sign treaty on fishing")
    assert short == ()
    assert keys(short) == ()
    assert not same_story(short, short)


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.6, 0.9])
def test_the_estimate_is_near_the_true_resemblance(shared: float) -> None:
    common, estimates = int(400 * shared), []
    for seed in range(20):
        one = words(common, seed) + " " + words(400 - common, 1000 + seed)
        other = words(common, seed) + " " + words(400 - common, 2000 + seed)
        estimates.append(resemblance(sketch(one), sketch(other)))
    truth = shared / (2 - shared)
    assert abs(sum(estimates) / len(estimates) - truth) < 0.05


def test_copies_share_a_key_nearly_always_and_strangers_never() -> None:
    missed = 0
    for seed in range(300):
        text = words(300, seed)
        copy = text.rsplit(" ", 60)[0] + " " + words(20, 5000 + seed)
        missed += not {*keys(sketch(text))} & {*keys(sketch(copy))}
        assert not {*keys(sketch(text))} & {*keys(sketch(words(300, 9000 + seed)))}
    assert missed <= 1
    assert KEYS == 16


@pytest.mark.parametrize(("shorter", "shared"), [(200, 0.5), (400, 0.5), (200, 1.0), (400, 0.0)])
def test_the_share_of_the_shorter_text_that_stands_in_the_longer_is_estimated(shorter: int, shared: float) -> None:
    common, estimates = int(shorter * shared), []
    for seed in range(20):
        one = words(common, seed) + " " + words(400 - common, 1000 + seed)
        other = words(common, seed) + " " + words(shorter - common, 2000 + seed)
        estimates.append(containment(sketch(one), sketch(other)))
    assert abs(sum(estimates) / len(estimates) - shared) < 0.07


def test_a_brief_that_stands_in_a_text_many_times_longer_is_not_told_by_its_sketch() -> None:
    brief = words(40, 1)
    assert containment(sketch(brief), sketch(f"{brief} {words(400, 2)}")) == 0.0
