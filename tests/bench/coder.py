"""How fast the coder is, how much memory it takes, and what bad input does to it. Run by hand, from the root:

    OMP_NUM_THREADS=1 PYTHONPATH=. python tests/bench/coder.py [speed] [bad-input]

Times are of one core, so that a busy machine changes them little. The articles are the sample newsroom's, put together
to about 500 words each. Exit code 1 where a figure is on the wrong side of its floor.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from worker.config import load_coder_config
from worker.demo.library import reports
from worker.events.coder import PatternCoder, build_coder
from worker.events.parser.pipeline import SHIPPED
from worker.model import Document

CONFIG = Path(__file__).parents[2] / "config"
PUBLISHED = datetime(2026, 3, 4)
WORDS = 500  # in an article
ROUNDS = 7
SHARE, ARTICLES, MEMORY = 0.75, 6.0, 600.0  # floors: share of the parser; articles a second; MB
SIZES = (100_000, 300_000, 1_000_000)  # characters
GROWTH = 1.5  # times as long for each character in the longest text as in the shortest; 1 is linear


def articles() -> list[str]:
    """The newsroom's reports, as texts of about `WORDS` words."""
    found: list[list[str]] = [[]]
    for report in reports():
        if not report.expect:  # a report of sport is passed over, and would flatter the figures
            continue
        if sum(len(text.split()) for text in found[-1]) >= WORDS:
            found.append([])
        found[-1].append(report.told(PUBLISHED).text)
    return ["\n".join(group) for group in found[:-1]]


def seconds(work: Callable[[], object]) -> float:
    """Of one core's time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _parsed(nlp: Language, document: Document) -> list[Doc]:
    return list(nlp.pipe([document.text]))


def speed(coder: PatternCoder) -> bool:
    """Coder and bare parser take turns on each article, and the quickest of the rounds counts for both."""
    nlp = spacy.load(SHIPPED)
    texts = articles()
    documents = [Document(text, published=PUBLISHED.date()) for text in texts]
    coder.code(documents[0])
    memory = peak()
    # Article after article, and then again: nobody codes one article twice in a row, and caches must not flatter.
    rounds = [
        [(seconds(partial(_parsed, nlp, one)), seconds(partial(coder.code, one))) for one in documents]
        for _ in range(ROUNDS)
    ]
    best = [(min(parse for parse, _ in turns), min(code for _, code in turns)) for turns in zip(*rounds, strict=True)]
    parsing, coding = (sum(column) for column in zip(*best, strict=True))
    words = sum(len(text.split()) for text in texts)
    share, rate, memory = parsing / coding, words / WORDS / coding, peak()
    print(f"articles: {len(texts)} of {words / len(texts):.0f} words")
    print(f"share of the parser: {share:.3f} (floor {SHARE}, goal 0.9)")
    print(f"articles of {WORDS} words a second: {rate:.2f} (floor {ARTICLES}, goal 12)")
    print(f"peak memory: {memory:.0f} MB (floor {MEMORY:.0f}, goal 400)")
    return share >= SHARE and rate >= ARTICLES and memory <= MEMORY


# ---- bad input ------------------------------------------------------------------------------------------------------

SPANISH = (
    "El ministro de Asuntos Exteriores de Chile viajó el lunes a Lima, donde se reunió con su homólogo peruano. "
    "Ambos gobiernos acordaron reabrir la frontera, cerrada desde enero, y condenaron el ataque contra Bolivia. "
)
CHINESE = "外交部发言人周一表示,两国将继续加强合作。朝鲜领导人致电俄罗斯总统,祝贺新年。"
MARKS = ("\u200f", "\u202e", "\u2067", "\u200e", "\u202c", "\u2069")


def no_end(text: str) -> str:
    """Not one full stop or line break."""
    return " ".join(text.split()).replace(".", "").replace("!", "").replace("?", "")


def html(text: str) -> str:
    """As a bad extractor leaves it."""
    wrapped = (f'<p class="body" data-id="{n}">{line}<br/>&nbsp;</p>' for n, line in enumerate(text.split("\n")))
    return "".join(wrapped).replace(" the ", ' <a href="/tag/the?x=1&amp;y=2">the</a> ')


def sprinkled(text: str, marks: tuple[str, ...]) -> str:
    """One of the marks after every seventh character."""
    pieces = (text[at : at + 7] for at in range(0, len(text), 7))
    return "".join(piece + mark for piece, mark in zip(pieces, cycle(marks), strict=False))


KINDS: dict[str, Callable[[str], str]] = {
    "ordinary text": str,
    "no sentence end": no_end,
    "Spanish": lambda text: SPANISH * (len(text) // len(SPANISH) + 1),
    "Chinese": lambda text: CHINESE * (len(text) // len(CHINESE) + 1),
    "HTML left in": html,
    "control characters": lambda text: sprinkled(text, tuple(map(chr, range(1, 32)))),
    "right-to-left marks": lambda text: sprinkled(text, MARKS),
    "names and nothing else": lambda text: "Kenya, Somalia and " * (len(text) // 19 + 1),
    "quotes and brackets": lambda text: '"(' * (len(text) // 2),
    "one endless word": lambda text: "x" * len(text),
}


def sized(kind: str, size: int) -> str:
    """Text of that kind, `size` characters long."""
    plain = "\n".join(islice(cycle(articles()), size // 2_000 + 1))[:size]
    return KINDS[kind](plain)[:size]


def alone(coder: PatternCoder, text: str) -> tuple[float, float, int]:
    """Seconds, MB above what the coder held before, and events; in a process of its own, so that memory is its own."""
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)

    def work() -> None:
        before = peak()
        began = time.process_time()
        events = coder.code(Document(text, published=PUBLISHED.date()))
        there.send((time.process_time() - began, peak() - before, len(events)))

    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    there.close()
    found: tuple[float, float, int] = here.recv()  # EOFError where the coder raised: its trace is above
    child.join()
    return found


def bad_input(coder: PatternCoder) -> bool:
    """Time for each character must not grow with the length of the text."""
    coder.code(Document(articles()[0]))
    print("| text | characters | seconds | µs a character | MB more | events |\n|---|---|---|---|---|---|", flush=True)
    return all(list(_rows(coder)))


def _rows(coder: PatternCoder) -> Iterator[bool]:
    for kind in KINDS:
        rates = []
        for size in SIZES:
            taken, memory, events = alone(coder, sized(kind, size))
            rates.append(taken / size)
            print(f"| {kind} | {size:,} | {taken:.2f} | {1e6 * rates[-1]:.1f} | {memory:.0f} | {events} |", flush=True)
        yield rates[-1] <= GROWTH * rates[0]


def main() -> None:
    """The command line."""
    parts = {"speed": speed, "bad-input": bad_input}
    wanted = sys.argv[1:] or list(parts)
    coder = build_coder(load_coder_config(CONFIG))
    failed = [name for name in wanted if not parts[name](coder)]
    sys.exit(f"floor missed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
