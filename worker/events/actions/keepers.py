"""Who seized a foreign crew: of a "coast guard" that names no state it is the state that the text is written in.

"PORTVALE (Agency) - The coast guard arrested eight Chadian fishermen": no paper says whose its own coast guard is.
"""

from worker.events.actions.match import Match
from worker.events.parser import Sentence

_KEEPERS = frozenset(
    {"police", "guard", "coastguard", "navy", "customs", "authority", "authorities", "ministry", "directorate",
     "patrol", "marine", "officer", "fisheries", "agency", "bureau"}
)  # fmt: skip
_CREWS = frozenset(
    {"fisherman", "fishermen", "fisher", "fisherfolk", "sailor", "crew", "crewman", "crewmen", "boat", "vessel",
     "trawler", "ship", "tanker", "soldier", "troop", "diplomat", "poacher", "dozen", "member"}
)  # fmt: skip


def seized_at_home(sentence: Sentence, match: Match) -> bool:
    """Whether a match tells that some unnamed force held a crew."""
    if match.type != "COERCE" or not any(t.lemma.lower() in _CREWS for t in match.frame.get("object")):
        return False
    below = (t for subject in match.frame.get("subject") for t in sentence.subtree(subject.index))
    return any(t.lemma.lower() in _KEEPERS for t in below)
