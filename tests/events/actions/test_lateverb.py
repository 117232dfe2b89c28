"""The main verb that stands after a participle, read by the whole parser from invented sentences."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


@pytest.mark.parametrize(
    "text",
    [
        "A convoy of Peruvian trucks carrying food entered Kenya on Monday.",
        "A Peruvian plane loaded with medicine landed in Nairobi on Sunday.",
        "A Peruvian navy ship carrying 250,000 litres of water arrived in Kenya on Friday.",
    ],
)
def test_what_carries_relief_arrives_though_a_participle_stands_before_the_verb(coder: PatternCoder, text: str) -> None:
    (event,) = coder.code(Document(text))
    assert (event.event_type, event.directed_pairs) == ("AID", (("PER", "KEN"),))


def test_a_participle_with_an_object_of_its_own_keeps_its_place(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("Peru thanked Kenya and praised the doctors."))
    assert event.evidence.trigger == "thanked"
