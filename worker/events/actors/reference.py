"""Words that stand for somebody named before: pronouns, "both nations", "the president".

The rules, in order of the text:
1. he, she and their forms: the nearest earlier person, a subject before others, never the other party of the same verb;
   in "During his visit, Xi said" the subject that follows;
2. its, and "it" as a subject: the nearest earlier state, organisation or group, subjects first; "it is" is none;
3. they and their forms: the nearest earlier actors that are several (a list of subjects, a plural, a pair);
4. "both nations", "the two leaders", "our two countries", "the sides": the two states (or persons) that the text speaks
   of, those of the same sentence first, then of those before it;
5. "the president", "the foreign minister" without a nationality: the nearest earlier person of that office;
6. "the army", "the foreign ministry": of the state of this sentence and the last, if they speak of one only;
7. "the West African country", "the kingdom", "the bloc": the nearest state of that kind, the only organisation; "the
   country" only where the last sentences speak of one;
8. "its neighbour", "his counterpart": where the text speaks of two states, the other one.
9. "we", "our", "I" in a quotation: who speaks (`quoted`);
10. "the launch", "Sunday's missile test": of the state that was said to have fired (`launches`).
What finds nobody stays unresolved: a wrong actor is worse than none.
"""

from collections.abc import Callable, Sequence

from worker.events.actors import descriptions, launches, pronouns
from worker.events.actors.antecedents import Discourse
from worker.events.actors.lists import NEUTER, NUMBERS, OTHERS, PERSONAL, PLURAL
from worker.events.actors.mentions import Mention
from worker.events.actors.people import Memory
from worker.events.actors.quoted import speakers
from worker.events.actors.words import Line
from worker.events.parser.tree import Token

Rule = Callable[[Discourse, Line, Token], Mention | None]

_RULES: dict[str, Rule] = {
    **dict.fromkeys(PERSONAL, pronouns.person),
    **dict.fromkeys((*NEUTER, "it"), pronouns.neuter),
    **dict.fromkeys(PLURAL, pronouns.several),
    **dict.fromkeys(NUMBERS, descriptions.pair),
    **dict.fromkeys(OTHERS, descriptions.other_party),
    **dict.fromkeys(launches.LAUNCHES, launches.launch),
    "the": descriptions.definite,
    "Koreas": descriptions.koreas,
}


def refer(lines: Sequence[Line], mentions: Sequence[Sequence[Mention]], memory: Memory) -> list[list[Mention]]:
    """The mentions with those added that the rules find, in order."""
    text = Discourse(lines, mentions, memory)
    for line in lines:
        _read(text, line)
    for line, made in speakers(text):
        _add(text.found[line.number], made)
    return text.found


def _read(text: Discourse, line: Line) -> None:
    group = text.found[line.number]
    taken = {t for m in group for t in range(m.named.first, m.named.last + 1)}
    for token in line.sentence.tokens:
        rule = _RULES.get(token.text if token.text == "Koreas" else token.text.lower())
        if token.index in taken or rule is None:
            continue
        made = rule(text, line, token)
        if made is not None and _add(group, made):
            taken |= set(range(made.named.first, made.named.last + 1))


def _add(group: list[Mention], made: Mention) -> bool:
    """Adds a mention to those of its sentence, unless it touches one of them."""
    free = all(m.named.last < made.named.first or made.named.last < m.named.first for m in group)
    if free:
        group.append(made)
        group.sort(key=lambda m: m.named.first)
    return free
