"""Lists of states: "Chad, the European Union, Niger and Mali"."""

from collections.abc import Iterator, Sequence

from worker.events.actors import Named
from worker.events.parser import Token

LISTED = frozenset({"state", "organisation"})
_GLUE = frozenset({",", "and", "the"})


def runs(named: Sequence[Named], tokens: Sequence[Token]) -> Iterator[tuple[Named, ...]]:
    """The lists of three or more states or organisations with nothing but commas and an "and" between them."""
    group: list[Named] = []
    glue: list[str] = []
    for one in named:
        between = [t.lemma.lower() for t in tokens[group[-1].last + 1 : one.first]] if group else []
        if one.kind not in LISTED or not between or not _GLUE.issuperset(between):
            yield from _listed(group, glue, tokens)
            group, glue = [], []
        if one.kind in LISTED:
            group.append(one)
            glue += between if len(group) > 1 else []
    yield from _listed(group, glue, tokens)


def _listed(group: Sequence[Named], glue: Sequence[str], tokens: Sequence[Token]) -> Iterator[tuple[Named, ...]]:
    """The group where an "and" stands in it, or right after it ("Chad, Niger, Mali and others")."""
    after = [token.lemma.lower() for token in tokens[group[-1].last + 1 :][:1]] if group else []
    if len(group) > 2 and "," in glue and "and" in (*glue, *after):
        yield tuple(group)
