"""Who is in focus at a sentence, by what the text has told before."""

from worker.events.actions.focus import COUNTERPART, FOLLOWED, Focus

NOBODY: frozenset[str] = frozenset()
ABOUT = Focus(frozenset({"TCD", "NER"}))


def test_in_an_article_about_two_each_is_the_others_side() -> None:
    assert ABOUT.other("TCD", NOBODY, NOBODY) == ("NER", COUNTERPART)


def test_whom_the_clause_names_goes_before_the_dyad_if_the_text_has_spoken_of_him() -> None:
    told = ABOUT.after([("MLI", "TCD")])
    assert told.other("TCD", frozenset({"MLI"}), frozenset({"MLI"})) == ("MLI", COUNTERPART)
    assert told.other("TCD", frozenset({"TGO"}), frozenset({"TGO"})) is None


def test_a_third_state_has_to_do_with_whom_it_had_to_do_last() -> None:
    told = ABOUT.after([("MLI", "TGO")]).after([("MLI", "BEN")])
    assert told.other("MLI", NOBODY, NOBODY) == ("BEN", COUNTERPART)


def test_an_event_goes_out_of_focus() -> None:
    told = ABOUT.after([("MLI", "TGO")]).after([]).after([]).after([])
    assert told.other("MLI", NOBODY, NOBODY) is None


def test_only_where_it_follows_others_a_third_state_does_to_the_victim_what_they_did() -> None:
    told = ABOUT.after([("TCD", "NER")])
    assert told.other("MLI", NOBODY, NOBODY) is None
    assert told.other("MLI", NOBODY, NOBODY, follows=True) == ("NER", FOLLOWED)
    assert told.other("MLI", NOBODY, frozenset({"TGO"}), follows=True) is None


def test_two_victims_are_none() -> None:
    told = ABOUT.after([("TCD", "NER"), ("NER", "TCD")])
    assert told.other("MLI", NOBODY, NOBODY, follows=True) is None


def test_whom_the_text_has_named_most_is_foremost_if_he_is_in_focus_otherwise_too() -> None:
    told = ABOUT.after([], ["TCD", "NER", "NER", "MLI"])
    assert told.foremost("MLI", ["MLI"]) is None
    assert told.after([("TCD", "NER")], ["NER"]).foremost("MLI", ["MLI"]) == "NER"
    assert told.foremost("TCD", ["TCD"]) == "NER"


def test_nobody_is_foremost_where_the_sentence_names_another_or_two_are_named_alike() -> None:
    told = ABOUT.after([], ["TCD", "NER", "NER", "MLI"])
    assert told.foremost("TCD", ["TCD", "MLI"]) is None
    assert told.foremost("NER", ["NER"]) is None
    assert told.foremost("MLI", ["MLI", "NER"]) == "NER"


def test_of_two_named_alike_the_one_that_the_article_is_about_is_foremost() -> None:
    told = Focus(topic="NER").after([("TCD", "NER")], ["TCD", "NER"])
    assert told.foremost("MLI", ["MLI"]) == "NER"


def test_an_organisation_is_never_foremost() -> None:
    assert Focus(topic="IGO").after([], ["IGO", "IGO"]).foremost("MLI", ["MLI", "IGO"]) is None


def test_who_answers_answers_him_who_spoke_last_before_the_other_of_the_dyad() -> None:
    asked = ABOUT.after([("MLI", "TCD")])
    assert asked.other("TCD", NOBODY, NOBODY, answers=True) == ("MLI", COUNTERPART)
    assert asked.other("TCD", NOBODY, NOBODY) == ("NER", COUNTERPART)


def test_who_was_asked_by_two_answers_the_other_of_the_dyad() -> None:
    asked = ABOUT.after([("MLI", "TCD"), ("TGO", "TCD")])
    assert asked.other("TCD", NOBODY, NOBODY, answers=True) == ("NER", COUNTERPART)
