"""What a model is told: rules once, then one document as data. The rules are made from `ontology.yaml`. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from string import Template
from typing import Any

from worker.config.llm import LlmSettings
from worker.config.ontology import EventType, OntologyFile
from worker.llm.answer import schema
from worker.llm.codebook import Codebook
from worker.model import AuxiliaryMode, Document

# That an event is history follows from its date, so it is not asked.
AUXILIARY = tuple(str(mode) for mode in AuxiliaryMode if mode is not AuxiliaryMode.HISTORICAL)

# Of a type, the first: the ontology has hundreds, which a small model with a context of 8,000 tokens could not hold.
EXAMPLES = 8


class Prompt:
    """Makes the body of a request. ``version`` changes with the rules, the schema and the options.

    ``longest_answer`` is how many tokens an answer may have.
    """

    def __init__(self, settings: LlmSettings, ontology: OntologyFile, codebook: Codebook) -> None:
        self.longest_answer = settings.longest_answer
        self._codebook = codebook
        self._fixed = {
            "model": settings.model,
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": "events",
                    "strict": True,
                    "schema": schema(ontology.types, ontology.contexts, AUXILIARY),
                },
            },
            **settings.options,
        }
        self._rules = _rules(ontology, codebook)
        said = hashlib.sha256(_json([self._fixed, self._rules]).encode())
        self.version = f"llm-{said.hexdigest()[:12]}+{settings.model}"

    def request(self, document: Document) -> bytes:
        """The body of a POST to chat/completions: UTF-8, and the same for the same document."""
        messages = [
            {"role": "system", "content": self._rules},
            {"role": "user", "content": _json(self._data(document))},
        ]
        return _json({**self._fixed, "messages": messages}).encode("utf-8", "replace")

    def _data(self, document: Document) -> dict[str, Any]:
        """The article as JSON: no words of its own can end the string that they stand in."""
        given = [{"text": document.text[e.start : e.end], "code": e.code} for e in document.entities]
        return {
            "published": document.published.isoformat() if document.published else None,
            "codes": self._codebook.named_in(f"{document.title or ''}\n{document.text}"),
            "given": given,
            "title": document.title,
            "text": document.text,
        }


def _rules(ontology: OntologyFile, codebook: Codebook) -> str:
    template = Template((files("worker.llm") / "prompt.txt").read_text(encoding="utf-8"))
    return template.substitute(
        sectors=", ".join(codebook.sectors),
        auxiliary=", ".join(AUXILIARY),
        contexts=", ".join(ontology.contexts),
        future=_moods(ontology, ontology.moods.future),
        refused=_moods(ontology, ontology.moods.refused),
        types="\n".join(line for name, kind in ontology.types.items() for line in _type(name, kind)),
    )


def _moods(ontology: OntologyFile, moods: Mapping[str, str]) -> str:
    """``{"CONSULT": "agree-to"}`` is told as "CONSULT is AGREE", by the type of the rule."""
    kinds: dict[str, list[str]] = {}
    for name, rule in moods.items():
        kinds.setdefault(ontology.rules[rule][0], []).append(name)
    return "; ".join(f"{', '.join(names)} is {kind}" for kind, names in kinds.items())


def _type(name: str, kind: EventType) -> Iterator[str]:
    yield f"{name} ({kind.quad_class}); modes: {', '.join(kind.modes) or 'none'}"
    for example in kind.examples[:EXAMPLES]:
        yield f"  {example.text} => {'; '.join(example.events) or 'nothing'}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
