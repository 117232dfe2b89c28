"""What happened: the patterns of `config/ontology.yaml` over the parse. Pure.

    sentence -> frames (who does, what is done to, which phrases) -> match (rules that fit a word) -> act (who, and
    the mood)

`frames` makes one shape of active, passive, noun, light verb, relative clause and complement; `roles` says whom a
phrase names; `mood` reads negation, plans and conditions; `index` holds the rules ready to use.
"""

from worker.events.actions.act import Act
from worker.events.actions.charge import told_acts
from worker.events.actions.index import Ontology
from worker.events.actions.match import Matcher
from worker.events.actions.roles import Cast, Party

__all__ = ["Act", "Cast", "Matcher", "Ontology", "Party", "told_acts"]
