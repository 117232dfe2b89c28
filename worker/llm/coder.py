"""The second coder, and how the first stands in for it.

The order for a document: what the model said before is said again, at no cost; what the question may cost at most is
taken from the day's limits; the model is asked; the limits are put right; of what it said, what the text bears out is
told. Whatever goes wrong on the way is a CoderError, and the first coder codes the document instead.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import ValidationError

from worker.alerts.harmless import line
from worker.llm.answer import Answer
from worker.llm.check import Checker
from worker.llm.endpoint import Endpoint, Reply
from worker.llm.memory import Booking, Memory
from worker.llm.prompt import Prompt
from worker.model import CodedEvent, Coder, CoderError, Document

log = structlog.get_logger("dyadwatch.llm")

LONGEST_TEXT = 24_000  # characters: some 4,000 words, more than news articles have
# An endpoint that fails is left alone for so long, lest every article wait for it in vain.
REST, LONGEST_REST = timedelta(seconds=60), timedelta(hours=1)
# After these the endpoint may have worked, and charged, all the same.
_PERHAPS_CHARGED = frozenset({"timeout", "protocol", "too large", "no completion", "error"})
# After these another article may fare better.
_OF_THE_ARTICLE = frozenset({"http 400", "http 413", "http 422"})


class LlmCoder:
    """Codes by asking a model; raises CoderError where it gives no answer that can be used."""

    def __init__(self, prompt: Prompt, memory: Memory, endpoint: Endpoint, checker: Checker) -> None:
        self._prompt, self._memory, self._endpoint, self._checker = prompt, memory, endpoint, checker

    @property
    def version(self) -> str:
        """The model, and a hash of all that it is told besides the document."""
        return self._prompt.version

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        """The events that the model finds and the text bears out."""
        if not (document.text.strip() or (document.title or "").strip()):
            return ()
        if len(document.text) > LONGEST_TEXT:
            raise CoderError(f"the text is longer than {LONGEST_TEXT} characters", kind="too long", permanent=True)
        entities = tuple(e for e in document.entities if 0 <= e.start < e.end <= len(document.text))
        document = replace(document, entities=entities)
        checked = self._checker.check(self._answer(self._prompt.request(document)), document)
        log.info("coded by the model", events=len(checked.events), dropped=dict(checked.dropped))
        return checked.events

    def _answer(self, request: bytes) -> Answer:
        question = hashlib.sha256(request).hexdigest()
        said = self._memory.recall(question)
        answer = _read(said if said is not None else self._ask(request))
        if said is None:
            self._memory.remember(question, answer.model_dump_json())
        return answer

    def _ask(self, request: bytes) -> str:
        # No tokenizer makes more tokens than bytes; what a chat template adds is little beside that.
        booking = self._memory.book(len(request), self._prompt.longest_answer)
        reply = self._reply(request, booking)
        if reply.tokens is not None:
            cost = self._memory.settle(booking, *reply.tokens)
            log.info("asked the model", tokens=cost.tokens, money=round(cost.money, 6))
        if reply.said is None:
            raise CoderError(reply.refused or "the model said nothing", kind="refused", permanent=True)
        return reply.said

    def _reply(self, request: bytes, booking: Booking) -> Reply:
        try:
            return self._endpoint.ask(request)
        except CoderError as error:
            if error.kind not in _PERHAPS_CHARGED:
                self._memory.settle(booking, 0, 0)
            raise


def _read(said: str) -> Answer:
    try:
        return Answer.model_validate_json(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = line(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 200)
        raise CoderError(f"the answer does not keep to the schema: {problem}", kind="bad answer") from None


class WithFallback:
    """The second coder where it answers, the first where it does not. Its events say so when the first made them."""

    def __init__(self, first: Coder, second: Coder, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._first, self._second, self._clock = first, second, clock
        self._resting_until = clock()

    @property
    def version(self) -> str:
        """That of the second coder; what the first coded carries its own."""
        return self._second.version

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        try:
            self._check_rest()
            return self._second.code(document)
        except CoderError as error:
            self._rest_after(error)
            log.warning("the first coder stands in", why=error.kind, said=str(error), first=self._first.version)
        except Exception:  # a mistake of ours; the article must be coded all the same
            log.exception("the first coder stands in", why="error", first=self._first.version)
        return tuple(replace(event, coder=self._first.version) for event in self._first.code(document))

    def _check_rest(self) -> None:
        if self._clock() < self._resting_until:
            until = self._resting_until.isoformat(timespec="seconds")
            raise CoderError(f"the endpoint failed, and is left alone until {until}", kind="resting")

    def _rest_after(self, error: CoderError) -> None:
        failed = error.kind in ("connect", "dns", "timeout", "protocol") or error.kind.startswith("http ")
        if failed and error.kind not in _OF_THE_ARTICLE:
            asked = timedelta(seconds=error.retry_after or 0)
            self._resting_until = self._clock() + min(max(REST, asked), LONGEST_REST)
