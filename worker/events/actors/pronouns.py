"""Rules 1 to 3 of `reference`: he, she; it, its; they."""

from collections.abc import Sequence

from worker.events.actors.antecedents import REACH, Discourse, Fits, stands_for
from worker.events.actors.candidates import is_group, is_person, last_plural, subjects
from worker.events.actors.lists import ANSWERING, ASKING, HOMELANDS, HONOURS, SAYING, STRANGERS
from worker.events.actors.mentions import Mention, actor
from worker.events.actors.named import Named
from worker.events.actors.quoted import is_quoted
from worker.events.actors.syntax import beside, fronted_for, is_subject, refers
from worker.events.actors.words import Line
from worker.events.parser.tree import Token
from worker.model import Actor


def person(text: Discourse, line: Line, token: Token) -> Mention | None:
    """For "he": the nearest earlier person, a subject before others; "His Majesty" is no pronoun."""
    following = (
        line.sentence.tokens[token.index + 1].text.lower() if token.index + 1 < len(line.sentence.tokens) else ""
    )
    if following in HONOURS:
        return None
    other = _counterpart(text, line, token)

    says = token.dep == "nsubj" and line.sentence.tokens[token.head].lemma.lower() in SAYING

    def fits(candidate: Mention) -> bool:
        spoken_of = (
            says and candidate.named.sentence == line.number and is_quoted(line, candidate.named.head, token.index)
        )
        return is_person(candidate) and not spoken_of and not other & set(candidate.named.codes)

    near = _beside(text, line, token, fits) or _ahead(text, line, token, fits) or _asked(text, line, token, fits)
    return _same(text, line, token, near or text.nearest(line, token, fits))


def _counterpart(text: Discourse, line: Line, token: Token) -> set[str]:
    """The codes of "Uzbek" in "his Uzbek counterpart": he is of another state."""
    noun = line.sentence.tokens[token.head]
    if token.text.lower() not in ("his", "her", "their") or noun.lemma.lower() != "counterpart":
        return set()
    covering = [m for m in text.found[line.number] if m.named.first <= noun.index <= m.named.last]
    return {code for m in covering for code in m.named.codes}


def neuter(text: Discourse, line: Line, token: Token) -> Mention | None:
    """For "it" and "its": a state, an organisation or a body."""
    if token.text.lower() == "it" and not refers(line.sentence, token):
        return None
    near = _beside(text, line, token, is_group) or _punished(text, line, token) or _ahead(text, line, token, is_group)
    return _same(text, line, token, near or _thing(text, line, token))


def several(text: Discourse, line: Line, token: Token) -> Mention | None:
    """A plural or a list of subjects; two single persons or states that share a verb count as one."""
    for back in range(min(REACH - 1, line.number) + 1):
        sentence = text.lines[line.number - back].sentence
        group = [m for m in text.found[line.number - back] if back or m.named.last < token.index]
        bodies = not back and token.text.lower() in ("they", "their")  # "the police said they"
        actors = subjects(sentence, group, nearest=not back, bodies=bodies) or last_plural(sentence, group)
        if actors:
            if _strangers(text, line, token, back, actors):
                return None
            made = stands_for(line, token.index, token.index, actors, "pronoun", None)
            return Mention(made.named, None, plural=True)
        if back and any(is_subject(sentence, m.named.head) for m in group):
            return None
    return None


def _strangers(text: Discourse, line: Line, token: Token, back: int, actors: Sequence[Actor]) -> bool:
    """Whether people whom we do not know are the likelier "they": the subject of a sentence before ("Authorities in
    Goma said"), or whoever is named since in this one ("urged poor nations to open their markets")."""
    last = max((found.end or 0 for found in actors), default=0)
    here = [t for t in _unknown(text, line.number) if t.index < token.index and (back or t.start > last)]
    tokens = text.lines[line.number - back].sentence.tokens
    ruled = back and any(t.dep == "nsubj" and tokens[t.head].dep == "root" for t in _unknown(text, line.number - back))
    return bool(here or ruled)


def _unknown(text: Discourse, number: int) -> list[Token]:
    """The plurals of a sentence that are people or states, but nobody named."""
    known, tokens = text.covered(number), text.lines[number].sentence.tokens
    return [t for t in tokens if t.tag == "NNS" and t.index not in known and t.lemma.lower() in STRANGERS]


def _same(text: Discourse, line: Line, token: Token, antecedent: Mention | None) -> Mention | None:
    """A pronoun's mention: its antecedent's actors with the pronoun's own place; of "his government" the government."""
    if antecedent is None:
        return None
    owned = _owned(text, line, token, antecedent) if token.tag == "PRP$" else None
    return owned or stands_for(line, token.index, token.index, antecedent.named.actors, "pronoun", antecedent)


def _owned(text: Discourse, line: Line, token: Token, owner: Mention) -> Mention | None:
    """What a state's man or a state calls its own: "his country" is the state, "its foreign ministry" acts for it."""
    noun, code = line.sentence.tokens[token.head], owner.named.actor.code
    if not token.index < noun.index <= token.index + 3 or code not in text.memory.gazetteer.state_names:
        return None
    words = " ".join(t.text.lower() for t in line.sentence.tokens[token.index + 1 : noun.index + 1])
    kind = text.memory.gazetteer.noun(words)
    body = kind is not None and kind.role == "institution"
    if len(owner.named.codes) != 1 or not (body or words in HOMELANDS):
        return None
    sector = kind.sector if kind is not None and body else None
    name = text.memory.gazetteer.state_names[code]
    found = actor(line.sentence, token.index, noun.index, code, sector, name, None)
    return Mention(
        Named((found,), "institution" if body else "description", line.number, token.index, noun.index, noun.index)
    )


def _beside(text: Discourse, line: Line, token: Token, fits: Fits) -> Mention | None:
    """Who stands right before: "Xi and his wife", "the army, for its part"."""
    at = beside(line.sentence, token)
    found = [m for m in text.found[line.number] if at is not None and m.named.first <= at <= m.named.last]
    return found[0] if found and fits(found[0]) else None


def _ahead(text: Discourse, line: Line, token: Token, fits: Fits) -> Mention | None:
    """Who comes after: in "During his visit, Xi met Lee" the pronoun means the subject of what it opens."""
    subject = fronted_for(line.sentence, token)
    found = text.headed(line.number, subject) if subject is not None else None
    return found if found is not None and fits(found) else None


def _asked(text: Discourse, line: Line, token: Token, fits: Fits) -> Mention | None:
    """Who answers: in "When Xi begged Lee to relent, he refused" the pronoun means Lee."""
    verb = line.sentence.tokens[token.head]
    if token.dep != "nsubj" or verb.lemma not in ANSWERING:
        return None
    asked = [t for t in line.sentence.tokens[: token.index] if t.dep in ("obj", "iobj") and _asks(line, t)]
    found = text.headed(line.number, asked[-1].index) if asked else None
    return found if found is not None and fits(found) else None


def _asks(line: Line, token: Token) -> bool:
    return line.sentence.tokens[token.head].lemma in ASKING


def _punished(text: Discourse, line: Line, token: Token) -> Mention | None:
    """Who stands right before "for its" or "over its": in "curbs imposed on Russia for its war" it is Russia's."""
    tokens = line.sentence.tokens
    if token.tag != "PRP$" or token.index < 2 or tokens[token.index - 1].text not in ("for", "over"):
        return None
    found = [m for m in text.found[line.number] if m.named.last == token.index - 2]
    case = tokens[found[0].named.first - 1].text.lower() if found and found[0].named.first else ""
    return found[0] if case in ("on", "against") and is_group(found[0]) else None


def _thing(text: Discourse, line: Line, token: Token) -> Mention | None:
    """A state or the like; a subject of this or the last sentence, or for "its" the nearest in this one."""
    controller = text.controller(line, token)
    if controller is not None and is_group(controller):
        return controller
    for back, candidate in text.before(line, token):
        sentence = text.lines[candidate.named.sentence].sentence
        if not is_group(candidate) or text.rivals(line, token, candidate):
            continue
        subject = is_subject(sentence, candidate.named.head)
        located = any(c.dep == "case" and c.text.lower() == "in" for c in sentence.children(candidate.named.head))
        if (subject and back <= 1) or (not back and token.text.lower() == "its" and not located):
            return candidate
    return None
