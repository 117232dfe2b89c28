""" "said in a statement on Friday that it regretted": what a small parser makes a clause about the statement is what
was said."""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_SAYING = frozenset({"say", "announce", "declare", "confirm", "add", "state", "warn", "insist", "claim", "stress"})
_SAID_IN = frozenset({
    "statement", "letter", "message", "interview", "speech", "conference", "briefing", "communique", "note", "tweet",
    "post", "address", "report", "release",
})  # fmt: skip


def with_reported(sentence: Sentence) -> Sentence:
    """The sentence with such clauses hung on the verb of saying; the same object where there is none."""
    if " that " not in sentence.text:
        return sentence
    wrong = [token for token in sentence.tokens if _of_the_statement(sentence, token)]
    told = (replace(token, dep="ccomp", head=sentence.tokens[token.head].head) for token in wrong)
    return sentence.replacing(*told) if wrong else sentence


def _of_the_statement(sentence: Sentence, clause: Token) -> bool:
    medium = sentence.tokens[clause.head]
    if not clause.dep.startswith("acl") or medium.lemma.lower() not in _SAID_IN or medium.dep != "obl":
        return False
    verb = sentence.tokens[medium.head]
    says = any(c.dep in ("obj", "ccomp") for c in sentence.children(verb.index))
    below = sentence.children(clause.index)
    opened = any(c.text.lower() == "that" and c.dep == "mark" for c in below)
    return verb.lemma in _SAYING and not says and opened and any(c.dep.startswith("nsubj") for c in below)
