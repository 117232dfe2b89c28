"""The second coder: a large language model behind an OpenAI-compatible endpoint. Off until one is configured.

    prompt     what the model is told: the ontology's types and examples, and one document as data
    memory     what the processes of this machine have spent today, and what the model said before
    endpoint   the question out, the answer in
    answer     the shape that an answer must have
    check      of an answer, what the text bears out

A model may be wrong, and an article may be written to mislead it. So nothing that it writes is stored: evidence, names
and places are cut out of the text itself where the model found them, codes and types are picked from our own lists,
and quad class, score, CAMEO code and offsets are ours. What cannot be found is dropped.
"""

from worker.config import CoderConfig
from worker.config.llm import LlmSettings
from worker.llm.check import Checker
from worker.llm.codebook import build_codebook
from worker.llm.coder import LlmCoder, WithFallback
from worker.llm.endpoint import MOST_ANSWER, Endpoint, Poster
from worker.llm.memory import Memory
from worker.llm.prompt import Prompt

__all__ = ["MOST_ANSWER", "LlmCoder", "Poster", "WithFallback", "build_llm_coder"]


def build_llm_coder(config: CoderConfig, settings: LlmSettings, web: Poster) -> LlmCoder:
    """The second coder that a configuration describes. ``web`` must let the endpoint's host in, private or not."""
    codebook = build_codebook(config.actors)
    return LlmCoder(
        Prompt(settings, config.ontology, codebook),
        Memory(config.data / "llm.sqlite3", settings),
        Endpoint(settings, web),
        Checker(config.ontology, codebook),
    )
