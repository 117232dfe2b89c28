"""How often and by how many at once a host may be asked, by all workers together.

``places`` says what counts as one host and what its limits are, ``turns`` is the queue before it; ``shared`` keeps that
queue in Redis, for all workers, and ``local`` in this process, for the time that Redis does not answer.
"""

from worker.manners.shared import build_manners
from worker.manners.turns import FEED, PAGE, Busy, Entered, Manners, Unhurried

__all__ = ["FEED", "PAGE", "Busy", "Entered", "Manners", "Unhurried", "build_manners"]
