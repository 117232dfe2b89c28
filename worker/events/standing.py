"""Who acts as a state: a traveller, a carmaker or a bus crash has a nationality, and yet it is no relation of states.

The rules, in order, for one act:
1. what happens to people in a mishap (a crash, a storm, a virus kills) was done by nobody;
2. a people that travels ("Britons fly to Turkey") visits nobody;
3. who acts for himself (a company, a gang, a scholar, a private person, "a Briton") does nothing in the name of a
   state, but for what crowds do: they protest, attack, help. Ships fly the flag of theirs.
"""

from dataclasses import dataclass, field

from worker.config.documents import DocumentsFile
from worker.events.actions import Act
from worker.events.actors import Named
from worker.events.parser import Sentence, Token

_ONE = ("NN", "NNP")


@dataclass(frozen=True)
class Standing:
    """The rules above with the words of `documents.yaml`."""

    file: DocumentsFile
    _mishaps: frozenset[str] = field(init=False, repr=False)
    _private: frozenset[str] = field(init=False, repr=False)
    _ships: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_mishaps", frozenset(self.file.mishaps))
        object.__setattr__(self, "_private", frozenset(self.file.private))
        object.__setattr__(self, "_ships", frozenset(self.file.ships))

    def of(self, act: Act, sentence: Sentence, number: int) -> bool:
        """Whether the act, told in sentence `number` of the document, is one of states."""
        if any(self._mishap(token, act, sentence, number) for token in act.match.frame.get("subject")):
            return False
        if act.mode == "visit" and all(named.kind == "people" for named in act.actors.named):
            return False
        heads = [sentence.tokens[n.head] if n.sentence == number else None for n in act.actors.named]
        alone = [head is not None and head.tag in _ONE for head in heads]
        private = all(self._private_one(named, one) for named, one in zip(act.actors.named, alone, strict=True))
        return not private or (act.type in self.file.private_acts and not all(map(_is_one, heads)))

    def _mishap(self, token: Token, act: Act, sentence: Sentence, number: int) -> bool:
        """Whether something just happened; "Armenian sniper fire" is somebody's."""
        whose = {n.head for n in act.actors.named if n.sentence == number}
        fired = token.lemma == "fire" and any(child.index in whose for child in sentence.children(token.index))
        return token.lemma.lower() in self._mishaps and not fired

    def _private_one(self, named: Named, alone: bool) -> bool:
        """Whether somebody acts for himself: by sector, or as one of a people; whom the caller named never does."""
        if named.kind in ("given", "people"):
            return named.kind == "people" and alone
        return all(a.sector in self._private and self._ships.isdisjoint(a.text.split()) for a in named.actors)


def _is_one(token: Token | None) -> bool:
    """Whether a word names one person; a small tagger takes "Nepalis" for a name."""
    several = token is not None and token.tag == "NNP" and token.text.endswith("is")
    return token is not None and token.tag in _ONE and not several
