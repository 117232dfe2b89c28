"""The coders that a configuration describes. Each is loaded here and nowhere else, by who needs it: a parser takes
seconds and tens of megabytes."""

from worker.config import CoderConfig
from worker.model import Coder


def first_coder(config: CoderConfig) -> Coder:
    """Patterns over a parse: on this machine, always there."""
    from worker.events.coder import build_coder

    return build_coder(config)


def second_coder(config: CoderConfig) -> Coder | None:
    """A large language model, with a way out to its endpoint and nowhere else; null where none is configured.

    It raises CoderError where the model gives no answer that can be used.
    """
    if config.llm is None:
        return None
    from worker.llm import MOST_ANSWER, build_llm_coder
    from worker.web import Web

    return build_llm_coder(config, config.llm, Web([config.llm.host], most_bytes=MOST_ANSWER))


def configured_coder(config: CoderConfig) -> Coder:
    """The one that codes articles: the second where there is one, with the first to stand in for it."""
    first, second = first_coder(config), second_coder(config)
    if second is None:
        return first
    from worker.llm import WithFallback

    return WithFallback(first, second)
