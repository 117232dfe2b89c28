"""Makes config/actors.yaml from the fact files: `python -m worker.events.actors.build --facts DIR --out FILE`.

Only what the facts say goes in, with the corrections of `corrections.py`, each of which says why. Everything in FILE
below the line `words:` is kept by hand and stays as it is. Leaders who rest only on sources without a licence or with
share-alike terms are left out by the fact files already; what is marked "general knowledge" there is unverified.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from worker.events.actors import corrections
from worker.events.actors.build_leaders import leader_lines
from worker.events.actors.spelling import fold

Record = Mapping[str, Any]

ORDER = (
    "names", "adjectives", "people", "capitals", "shared_capitals", "seats", "foreign_ministry", "defence_ministry",
    "parliament", "forces", "media", "context",
)  # fmt: skip

HEADER = """\
# Who can act. Made by `python -m worker.events.actors.build` from the fact files below, then edited by hand at will;
# a new build keeps everything from `words:` on and replaces what stands above it.
#
# states: code (ISO 3166 alpha-3, a few by convention), names, adjectives and nouns of people, capitals and seats of
#   government that stand for the state, ministries, parliament, armed forces, state media (never actors), and
#   `context`: names that count only where the state is known from elsewhere in the article ("the North").
# leaders: names (family name in parentheses where it is not the last word) | office, title | from | to
#   An empty `to` is "in office"; "~2023-08" is "at least until"; an empty `from` is "not known".
#
# Sources and licences (facts only):
"""


def main() -> None:
    """Reads the facts, writes the file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--facts", type=Path, required=True, help="folder of countries.json and the others")
    options.add_argument("--out", type=Path, required=True, help="the file to make; its `words:` part is kept")
    given = options.parse_args()
    countries, leaders, organisations = (
        json.loads((given.facts / f"{name}.json").read_text("utf-8"))
        for name in ("countries", "leaders", "organisations")
    )
    words = given.out.read_text("utf-8").partition("\nwords:")[2]
    lines = [
        *sources(countries, leaders, organisations),
        *states(countries["countries"], leaders["leaders"]),
        *organisation_lines(organisations["organisations"]),
        *armed_group_lines(organisations["armed_actors"]),
    ]
    given.out.write_text(HEADER + "\n".join(lines) + "\n\nwords:" + words, "utf-8")


def sources(*files: Record) -> Iterator[str]:
    """The sources of each fact file, as comments."""
    for record in files:
        said = record["_source"]
        each = [f"{key}: {value}" for key, value in said.items()] if isinstance(said, dict) else said
        yield from (f"#   {line}" for line in each)


def states(countries: Iterable[Record], leaders: Iterable[Record]) -> Iterator[str]:
    """One block a state; the names and leaders of a former state go to the state that followed it."""
    merged = {record["iso3"]: dict(record) for record in countries if record["iso3"] not in corrections.LEFT_OUT}
    terms: dict[str, list[Record]] = {}
    for leader in leaders:
        code = str(corrections.SUCCESSORS.get(leader["iso3"], leader["iso3"]))
        terms.setdefault(code, []).append(leader)
    former: dict[str, list[str]] = {}
    for code, successor in corrections.SUCCESSORS.items():
        gone = merged.pop(code)
        former.setdefault(successor, []).extend([gone["name"], gone["name_long"] or "", *gone["aliases"]])
        for key in ("demonym_adjectives", "demonym_nouns"):
            merged[successor][key] = [*merged[successor][key], *gone[key]]
    yield "\nstates:"
    for code in sorted(merged):
        yield from state_lines(merged[code], former.get(code, []))
        if merged[code]["kind"] != "territory" or code in corrections.TERRITORIES_WITH_LEADERS:
            yield from block("leaders", [*leader_lines(terms.get(code, [])), *corrections.TERMS.get(code, [])])


def state_lines(record: Record, former: Iterable[str]) -> Iterator[str]:
    """A state's block without its leaders; a string stands in one list only, the first of `_lists` that has it."""
    code, name = record["iso3"], record["name"]
    yield f"  {code}:"
    yield f"    name: {scalar(name)}"
    taken, kept = {name}, {}
    for key, names in _lists(record, former).items():
        # The same word is often adjective and noun ("Russian"), and a name may be an adjective ("US"): all are wanted.
        shared = key in ("adjectives", "people")
        kept[key] = [n for n in dict.fromkeys(names) if n not in ({name} if shared else taken)]
        taken |= set() if shared else set(kept[key])
    for key in ORDER:
        yield from flow(key, kept[key])


def _lists(record: Record, former: Iterable[str]) -> dict[str, list[str]]:
    """What the facts say, without what `corrections` drops, and what `corrections` adds."""
    facts: dict[str, Iterable[str | None]] = {
        "names": [record["name_long"], *record["aliases"], *record["former_names"], *former],
        "context": record["contextual_aliases"],
        "adjectives": record["demonym_adjectives"],
        "people": record["demonym_nouns"],
        "capitals": [name for name in record["capitals"] if name not in corrections.CAPITALS_DROPPED],
        "shared_capitals": corrections.SHARED_CAPITALS.get(record["iso3"], []),
        "foreign_ministry": record["foreign_ministry"],
        "defence_ministry": record["defence_ministry"],
        "parliament": record["parliament_distinctive"],
        "forces": record["armed_forces"],
        "media": record["state_media"],
        "seats": [name for name in record["government_metonyms"] if name not in corrections.CAPITALS_DROPPED],
    }
    dropped = corrections.SHARED.get(record["iso3"], set())
    added = corrections.ADDED
    return {
        key: [*(n for n in names if n and usable(n) and n not in dropped), *added.get(key, {}).get(record["iso3"], [])]
        for key, names in facts.items()
    }


def usable(name: str) -> bool:
    """Whether a string of the facts can be looked for in English text."""
    bare = fold(name)
    return bool(re.search("[a-z]", bare)) and name not in corrections.NEVER_NAMES and not re.search(r" - |[()]", name)


def organisation_lines(records: Iterable[Record]) -> Iterator[str]:
    """One block an organisation, with its dated heads."""
    yield "\norganisations:"
    for record in records:
        if record["code"] in corrections.ORGANISATIONS_LEFT_OUT:
            continue
        risky = [name for name in record["aliases"] if name in corrections.RISKY_ALIASES]
        names = [name for name in record["aliases"] if usable(name) and name not in risky and name != record["name"]]
        names += corrections.ORGANISATION_NAMES.get(record["code"], [])
        yield f"  {record['code']}:"
        yield f"    name: {scalar(corrections.plain(record['name']))}"
        yield from flow("names", names)
        yield from flow("seats", corrections.ORGANISATION_SEATS.get(record["code"], []))
        yield from flow("context", [name for name in risky if name not in corrections.NEVER_NAMES])
        yield from block("heads", [head_line(head) for head in record["heads"]])


def head_line(head: Record) -> str:
    title = f", {head['title'].lower()}" if head.get("title") else ""
    return f"{head['person']} | other{title} | {head['from'] or ''} | {head['to'] or ''}"


def armed_group_lines(records: Iterable[Record]) -> Iterator[str]:
    """One block an armed group; its key is the CAMEO-style code, whose middle is the sector."""
    yield "\narmed_groups:"
    for record in records:
        code = record["code"]
        home = corrections.HOMES.get(code) or (
            code[:3] if code[:3] in record["home"] else (record["home"] or ["IMG"])[0]
        )
        home = "IMG" if code.startswith("IMG") and code not in corrections.HOMES else home
        names = [name for name in record["aliases"] if usable(name) and name not in corrections.RISKY_ALIASES]
        yield f"  {code}:"
        yield f"    name: {scalar(corrections.plain(record['name']))}"
        yield f"    home: {home}"
        if code[3:6] in ("GOV", "CRM"):
            yield f"    sector: {code[3:6]}"
        names += corrections.GROUP_NAMES.get(code, [])
        yield from flow("names", [name for name in names if name != record["name"]])
        risky = [name for name in record["aliases"] if usable(name) and name in corrections.RISKY_ALIASES]
        yield from flow("context", [name for name in risky if name not in names and name not in corrections.TOO_RISKY])


def block(key: str, lines: Iterable[str]) -> Iterator[str]:
    """A YAML literal block, one line an entry; nothing where there is none."""
    lines = list(lines)
    if lines:
        yield f"    {key}: |"
        yield from (f"      {line}" for line in lines)


def flow(key: str, names: Iterable[str]) -> Iterator[str]:
    """`key: [a, b]`, broken into lines of at most 120 characters; nothing where there is no name."""
    names = list(dict.fromkeys(names))
    if not names:
        return
    line = f"    {key}: ["
    for number, name in enumerate(names):
        piece = scalar(name) + ("]" if number == len(names) - 1 else ",")
        if len(line) + len(piece) > 118:
            yield line.rstrip()
            line = "      "
        line += piece + " "
    yield line.rstrip()


def scalar(text: str) -> str:
    """A YAML flow scalar: bare where it is safe, else quoted."""
    bare = re.fullmatch(r"[^\W\d][\w .’'/&-]*", text) and not text.endswith(" ") and " #" not in text
    reserved = text.lower() in ("no", "yes", "on", "off", "null", "true", "false", "y", "n")
    return text if bare and not reserved else json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
