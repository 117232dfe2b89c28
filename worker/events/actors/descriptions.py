"""Rules 4 to 8 of `reference`: "both nations", "the president", "the army", "the Gulf state", "its neighbour"."""

from collections.abc import Sequence, Set

from worker.events.actors.antecedents import Discourse, Fits, is_party, is_state, stands_for
from worker.events.actors.candidates import OFFICES, holds, is_person, leads, subjects
from worker.events.actors.lists import (
    ASKING,
    AT_ODDS,
    BODIES,
    COUNTRIES,
    COUNTRY_NOUNS,
    COUPLES,
    GUESTS,
    HELD,
    HOSTS,
    LEADER_NOUNS,
    NUMBERS,
    OTHERS,
    PAIRED,
    PERSON_NOUNS,
    UNIONS,
)
from worker.events.actors.mentions import Mention, actor
from worker.events.actors.named import Named
from worker.events.actors.syntax import counted_noun, is_subject, owner_of, phrase_start
from worker.events.actors.words import Line
from worker.events.parser.tree import Sentence, Token
from worker.model import Actor

RECENT = 30  # sentences within which "the army" is the army that was named

_TWO = 2

# What may hang after a noun that is still a bare description.
_NARROWS = ("nmod", "acl", "appos", "flat", "compound")


def pair(text: Discourse, line: Line, token: Token) -> Mention | None:
    """Rule 4, "both nations", "the two leaders", "the two": so many states or persons that the text speaks of."""
    noun = counted_noun(line.sentence, token)
    if noun is None:
        return None
    first = phrase_start(line.sentence, token)
    persons = noun.lemma.lower() in PERSON_NOUNS
    wanted = NUMBERS[token.text.lower()]
    named = noun if noun is not token else None
    at = token.index if noun is token else first
    owners = _owners(text, line, noun)
    actors = _pair(text, line, at, wanted, named, owners)
    if not actors:
        return None
    if wanted == _TWO and noun.lemma.lower() in COUNTRY_NOUNS and not owners:
        actors = _of_the_speaker(text, line, at) or actors
    if noun.lemma.lower() in PERSON_NOUNS - LEADER_NOUNS:  # "the two economy ministers" are not those named before
        actors = [Actor(found.code, "GOV") if found.code != "IGO" else found for found in actors]
    elif not persons and noun is not token:
        actors = [text.state(found.code) if found.code != "IGO" else found for found in actors]
    last = max(noun.index, token.index)
    first = noun.index if noun.head == token.index else first  # "both of [his] counterparts"
    return _plural(stands_for(line, first, last, actors, "description", None))


def _owners(text: Discourse, line: Line, noun: Token) -> set[str]:
    """Whose counterparts, neighbours or friends they are: "his two counterparts", "X, a friend of both" mean two
    others. Whom "his" means is said before, or it is the subject."""
    apposed = [above.head for above in line.sentence.ancestors(noun.index) if above.dep == "appos"]
    beside = [found for at in apposed if (found := text.headed(line.number, at)) is not None]
    owner = owner_of(line.sentence, noun) if noun.lemma.lower() in OTHERS else None
    if owner is not None:
        before = [m for m in text.found[line.number] if m.named.last < noun.index]
        subjects = (m for m in before if is_subject(line.sentence, m.named.head))
        owning = text.headed(line.number, owner) or next(subjects, None)
        beside += [owning] if owning is not None and len(owning.named.codes) == 1 else []
    return {code for one in beside for code in one.named.codes}


def _pair(text: Discourse, line: Line, first: int, wanted: int, noun: Token | None, owners: set[str]) -> list[Actor]:
    """So many leaders, persons or states; none of them who asks the others to do something, where there are enough."""
    others = _asking(text, line, line.sentence.tokens[first]) | owners
    lemma = noun.lemma.lower() if noun is not None else ""
    tests = [_leads(text)] if lemma in LEADER_NOUNS else []
    tests += [is_person] if noun is None or lemma in PERSON_NOUNS else []
    tests += [_within(text, line, first, noun), is_party] if lemma not in ("man", "woman") else []
    for test in tests:
        for without in dict.fromkeys((frozenset(others), frozenset(owners))):
            found = text.last_distinct(line, first, wanted, _without(test, without))
            if found:
                return found
    return []


def _within(text: Discourse, line: Line, first: int, noun: Token | None) -> Fits:
    """States; of "the four European countries" only such as are of that region."""
    words = " ".join(t.text.lower() for t in line.sentence.tokens[first : noun.index]) if noun is not None else ""
    members = _region(text, words)
    return is_state if members is None else lambda m: is_state(m) and set(m.named.codes) <= members


def _of_the_speaker(text: Discourse, line: Line, first: int) -> list[Actor]:
    """ "King A. Fox of Chad spoke of ties between the two countries": his own, and the one that the text is about."""
    before = [m for m in text.found[line.number] if m.named.last < first]
    speakers = {code for m in before if is_subject(line.sentence, m.named.head) for code in m.named.codes}
    main = text.main()
    if main is None or len(speakers) != 1 or main in speakers:
        return []
    others = {code for m in before for code in m.named.codes} - speakers - {main}
    return [] if others else [text.state(main), *(text.state(code) for code in speakers)]


def _without(test: Fits, codes: Set[str]) -> Fits:
    return lambda m: test(m) and not codes & set(m.named.codes)


def _leads(text: Discourse) -> Fits:
    """Heads of state and government, by name or by office."""
    return lambda m: is_person(m) and leads(m, text.memory.on)


def _asking(text: Discourse, line: Line, token: Token) -> set[str]:
    """Who asks, or mediates, where that is what "both" are asked to do: "Peru urged both sides to stop"."""
    for above in line.sentence.ancestors(token.index):
        around = {t.text.lower() for t in line.sentence.tokens[above.index + 1 : above.index + 3]}
        if above.lemma in ASKING and (above.lemma != "call" or around & {"on", "upon", "for"}):
            subject = next((c for c in line.sentence.children(above.index) if c.dep.startswith("nsubj")), None)
            asking = text.headed(line.number, subject.index) if subject is not None else None
            return set(asking.named.codes) if asking is not None else set()
    return set()


def koreas(text: Discourse, line: Line, token: Token) -> Mention | None:
    """For "the Koreas", who are always these two."""
    both = [text.state(code) for code in ("KOR", "PRK")]
    return _plural(stands_for(line, token.index, token.index, both, "description", None))


def definite(text: Discourse, line: Line, token: Token) -> Mention | None:
    """What "the" begins: rules 4 to 7, by the noun."""
    noun = line.sentence.tokens[token.head]
    if not token.index < noun.index <= token.index + 4 or noun.pos not in ("NOUN", "PROPN"):
        return None
    if any(_narrows(line.sentence, noun, child) for child in line.sentence.children(noun.index)):
        return None
    if noun.text.lower() in COUPLES:
        return _couple(text, line, token, noun)
    if noun.text.lower() in GUESTS | HOSTS:
        return _received(text, line, token, noun)
    words = " ".join(t.text.lower() for t in line.sentence.tokens[token.index + 1 : noun.index + 1])
    if noun.tag in ("NNS", "NNPS"):
        return _sides(text, line, token, noun, words)
    rule = next((rule for nouns, rule in _BY_NOUN if (words if nouns is OFFICES else noun.text.lower()) in nouns), None)
    return (rule or _institution)(text, line, token, noun, words)


def _narrows(sentence: Sentence, noun: Token, child: Token) -> bool:
    """Whether a word after a noun says which one is meant; "accused the state of supporting" and "the pair, who met"
    are free."""
    if child.index < noun.index or child.tag == "VBG" or not child.dep.startswith(_NARROWS):
        return False
    return sentence.tokens[noun.index + 1].text != "," or not child.dep.startswith("acl")


def _couple(text: Discourse, line: Line, token: Token, noun: Token) -> Mention | None:
    """Rule 4, for "the pair": two leaders, persons or states."""
    tests = (_leads(text), is_person, is_state)
    found = next((two for test in tests if (two := text.last_distinct(line, token.index, 2, test))), [])
    return _plural(stands_for(line, token.index, noun.index, found, "description", None)) if found else None


def _received(text: Discourse, line: Line, token: Token, noun: Token) -> Mention | None:
    """Rule 8, for "the host", "the visitors": of the two states spoken of the one where the text says they are."""
    codes = text.parties(line, token.index)
    host = text.host(line, token.index, codes)
    chosen = [code for code in codes if (code == host) == (noun.text.lower() in HOSTS)]
    if host is None or len(chosen) != 1:
        return None
    found = [Actor(chosen[0], "GOV", name=text.memory.gazetteer.state_names.get(chosen[0]))]
    return stands_for(line, token.index, noun.index, found, "description", None)


def _sides(text: Discourse, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
    """Rule 4, for "the sides", "the presidents": the two states of the last sentences, if they are two."""
    which = words.removeprefix(words.partition(" ")[0] + " ") if words.partition(" ")[0] in AT_ODDS else words
    if which in PAIRED and (listed := _all_of_them(text, line)):
        return _plural(stands_for(line, token.index, noun.index, listed, "description", None))
    codes = text.parties(line, token.index, _asking(text, line, token)) if which in PAIRED else []
    if not codes or not set(codes) <= text.acting or (words in COUNTRIES and not _between(line, noun)):
        return None
    actors = [text.state(code) for code in reversed(codes)]
    return _plural(stands_for(line, token.index, noun.index, actors, "description", None))


def _all_of_them(text: Discourse, line: Line) -> Sequence[Actor]:
    """The subjects of the sentence before, where they are more than two: "X, Y and Z met. The parties agreed"."""
    if not line.number:
        return ()
    listed = subjects(text.lines[line.number - 1].sentence, text.found[line.number - 1])
    return listed if len({found.code for found in listed}) > 2 else ()


def _between(line: Line, noun: Token) -> bool:
    """Whether "the countries" do something or have it between them; those that one calls on may be any."""
    case = next((c.text.lower() for c in line.sentence.children(noun.index) if c.dep == "case"), "")
    return noun.dep.startswith("nsubj") or case in ("between", "of", "by", "'s", "’s", "'", "’", "among")


def _office(text: Discourse, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
    """Rule 5, for "the president": who was last named with that office; else whose government speaks of him."""

    def fits(candidate: Mention) -> bool:
        return is_person(candidate) and holds(candidate, words, text.memory.on)

    antecedent = text.nearest(line, noun, fits) or text.only(line, RECENT, fits)
    if antecedent is None:
        state = text.speaker(line, noun) if words in HELD else None
        found = [Actor(state, "GOV", office=words)] if state is not None else []
        return stands_for(line, token.index, noun.index, found, "description", None) if found else None
    return stands_for(line, token.index, noun.index, antecedent.named.actors, "description", antecedent)


def _institution(text: Discourse, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
    """Rule 6, for "the army": of the one state whose army was named; else of the one that these sentences speak of."""
    kind = text.memory.gazetteer.noun(words)
    if kind is None or kind.role != "institution" or words in BODIES - {"ministry"}:  # "the agency" may be any
        return None
    owners = _town_before(text, line, token) or _named_so(text, line, noun) or set(text.states(line, token.index))
    home = text.memory.home
    if len(owners) != 1 and home in owners and noun.dep.startswith(("nsubj", "obl")):
        owners = {home}  # "The government summoned", "were called to the ministry": of the state the text is told from
    if len(owners) != 1:
        return None
    (code,) = owners
    name = text.memory.gazetteer.state_names.get(code)
    found = actor(line.sentence, token.index, noun.index, code, kind.sector, name, None)
    return Mention(Named((found,), "description", line.number, token.index, noun.index, noun.index))


def _town_before(text: Discourse, line: Line, token: Token) -> set[str]:
    """The state of "In Caracas, the government said"."""
    towns = [m.named for m in text.found[line.number] if m.named.kind == "place" and m.named.last < token.index]
    opens = [found for found in towns if found.first <= 2 and found.last + 2 >= token.index]
    return set(opens[0].codes) if opens else set()


def _named_so(text: Discourse, line: Line, noun: Token) -> set[str]:
    """Whose government, army or the like a document has named by that word so far."""
    return {
        code
        for group in text.found[max(line.number - RECENT, 0) : line.number + 1]
        for m in group
        if m.named.kind in ("institution", "office") and m.named.actor.text.lower().split()[-1] == noun.text.lower()
        for code in m.named.codes
    }


def _country(text: Discourse, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
    """Rule 7, for "the West African country": the nearest state of that region; for "the country": the only one."""
    members, states = _region(text, words), text.states(line, token.index)
    if members is not None:
        around = text.around(line, noun)
        fitting = [code for code in states if code in members]
        code = max(fitting, key=lambda code: around.get(code, len(line.sentence.tokens)), default=None)
    else:
        code = next(iter(states)) if len(states) == 1 and words in COUNTRY_NOUNS else None
    if code is None:
        return None
    return stands_for(line, token.index, noun.index, [text.state(code)], "description", None)


def _region(text: Discourse, words: str) -> frozenset[str] | None:
    """The states that all the words fit: "the island kingdom" is an island and a kingdom."""
    found = [codes for name, codes in text.memory.gazetteer.regions.items() if name in words]
    return (frozenset.intersection(*found) or max(found, key=len)) if found else None


def _union(text: Discourse, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
    """Rule 7, for "the bloc": the one organisation that the last sentences name."""
    named = [m.named for _, m in text.before(line, token) if m.named.kind == "organisation"]
    if len({(found.actor.code, found.actor.sector) for found in named}) != 1:
        return None
    return stands_for(line, token.index, noun.index, named[0].actors, "description", None)


def other_party(text: Discourse, line: Line, token: Token) -> Mention | None:
    """Rule 8, for "its neighbour", "his counterpart": the other one of the two states that the text speaks of."""
    word = token.text.lower()
    if word not in OTHERS or (token.tag != "NN" and word not in GUESTS | HOSTS):
        return None
    owner = owner_of(line.sentence, token)
    owning = text.headed(line.number, owner) if owner is not None else None
    children = line.sentence.children(token.index)
    named = any(c.index > token.index and c.pos == "PROPN" for c in children)
    told = any(text.headed(line.number, c.index) for c in children if c.dep in ("amod", "compound"))  # "his Xish host"
    if owning is None or named or told:
        return None
    codes = text.parties(line, token.index)
    others = [code for code in codes if code not in owning.named.codes]
    if len(codes) != 2 or len(others) != 1:
        return None
    return stands_for(line, token.index, token.index, [text.state(others[0])], "description", None)


def _plural(made: Mention) -> Mention:
    return Mention(made.named, None, plural=True)


_BY_NOUN = ((OFFICES, _office), (COUNTRY_NOUNS, _country), (UNIONS, _union))
