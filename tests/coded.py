"""What the coder makes of an invented text, as a test reads it."""

from worker.events.coder import PatternCoder
from worker.model import Document


def said(coder: PatternCoder, text: str, title: str | None = None) -> set[str]:
    """What the patterns find in a text, sure or not, its title apart, as "TCD+MLI > NER ACCUSE"."""
    return {
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.read(Document(text, title)).events
        if e.evidence.start is not None
    }
