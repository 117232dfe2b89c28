"""The parties of an act that the article's dyad supplies, where its clause names at most one of them.

dyad        "The two fought a war", "crossings were reopened"  both
mediated    "The truce was brokered by Chad"                   the two between whom it is
sides       "Four accords were signed"                         both, where nobody is named
rival       "Chadian guns opened up"                           the other of the two
town        "Rockets fell on Tiraspol"                         the state of the town
"""

from dataclasses import dataclass

from worker.events.actions.agentless import to_an_envoy
from worker.events.actions.counterpart import may_stand_for_both
from worker.events.actions.focus import COUNTERPART
from worker.events.actions.match import Match, Matcher
from worker.events.actions.roles import NOBODY, Cast, Party
from worker.events.parser import Token
from worker.events.places import land_of

DEEP = 4.0  # what costs more stands within a phrase of a phrase: "rejected a call to debate the future of Y"
_BOTH = frozenset({"they", "two", "both", "pair"})
_TOWNS = (
    "object", "on", "at", "of", "near", "off", "over", "across", "through", "in", "into", "inside", "outside", "to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dyad:
    """Looks for the parties of one match among the two states that the article is about."""

    match: Match
    matcher: Matcher
    cast: Cast

    def both(self, without: frozenset[str]) -> Party:
        """ "The two fought a war", "crossings were reopened": both states that the article is about, where the subject
        can mean them or is unsaid, and the sentence names no third (the slot `dyad`)."""
        subject, focus = self.match.frame.get("subject"), self.cast.focus
        named = frozenset(code for one in self.cast.everybody for code in one.codes)
        if not named <= focus.dyad or any(t.lemma.lower() not in _BOTH and t.tag != "NNS" for t in subject):
            return NOBODY
        return self.all(focus.dyad - without, next(iter(subject), self.match.frame.head))

    def between(self, actors: frozenset[str]) -> Party:
        """ "The truce was brokered by Chad": the two between whom it is, where the sentence names neither, or both
        ("Chad, a friend of both sides, offered to mediate"; the slot `mediated`)."""
        pair, named = self.cast.focus.pair(), {code for one in self.cast.everybody for code in one.codes}
        if not pair or pair & actors or (pair & named and not pair <= named):
            return NOBODY
        return self.all(pair, self.match.frame.head)

    def rival(self, doers: frozenset[str]) -> Party:
        """ "Chadian guns opened up": the other of the two that the article is about, or the one whose it is, where the
        sentence names no third (the slot `rival`)."""
        focus = self.cast.focus
        dyad = focus.dyad or (frozenset({focus.topic}) | doers if focus.topic and len(doers) == 1 else frozenset())
        named = () if to_an_envoy(self.match) else self.cast.everybody
        known = frozenset(code for one in named for code in one.codes) | doers
        rivals = dyad - doers
        return self.all(rivals, self.match.frame.head, DEEP) if len(rivals) == 1 and known <= dyad else NOBODY

    def townsfolk(self, without: frozenset[str]) -> Party:
        """ "Rockets fell on Tiraspol", "in Karachi a crowd marched": the state of the town that the clause names (the
        slot `town`), one that the article speaks of before all others."""
        spoken = {code for row in self.cast.resolution.sentences for one in row for code in one.codes} - without
        sentence, frame = self.matcher.sentence, self.match.frame
        for token in (t for slot in _TOWNS for t in frame.get(slot) if t.pos in ("PROPN", "NOUN")):
            for part in (token, *(c for c in sentence.children(token.index) if c.pos == "PROPN")):
                code = land_of(sentence, part, spoken) if part.pos == "PROPN" and not self.cast.at(part) else None
                if code is not None and code not in without:
                    return self.all(frozenset({code}), part, DEEP)
        return NOBODY

    def sides(self) -> Party:
        """ "Four accords were signed", "officials signed a pact": both states of the dyad, where nobody is named."""
        frame, sentence, focus = self.match.frame, self.matcher.sentence, self.cast.focus
        words, subject = self.matcher.ontology.speakers, self.match.frame.get("subject")
        others = {code for named in self.cast.everybody for code in named.codes} - focus.dyad
        if not focus.dyad or others or not (frame.passive or subject):
            return NOBODY
        if any(not may_stand_for_both(sentence, token, words) for token in subject):
            return NOBODY
        return self.all(focus.dyad, frame.head, DEEP)

    def all(self, codes: frozenset[str], token: Token, cost: float = 0.0) -> Party:
        """All of these states, over the word that stands for them or leaves them unsaid."""
        focus, sentence, index = self.cast.focus, self.matcher.sentence, self.cast.index
        return Party(tuple(focus.standing(code, token, sentence, index) for code in sorted(codes)), cost, COUNTERPART)
