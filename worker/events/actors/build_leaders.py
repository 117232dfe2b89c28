"""Leaders of the fact file as lines of config/actors.yaml: one term of office a line, duplicates joined."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from worker.events.actors import corrections
from worker.events.actors.spelling import fold

Record = Mapping[str, Any]

_SHORT = {"Min.": "Minister", "Pres.": "President", "Sec.": "Secretary", "Dep.": "Deputy", "Gov.": "Governor"}
# Ranks and the tail of a minister's other post, which Factbook pages glue to the name.
_RANK = re.compile(
    r"^((Economy|Interior|Army|Navy|Defense|Finance|Ret\.|Maj\.|Lt\.|Gen\.|Col\.|Brig\.|Adm\.|Cdr\.|Capt\.|Sgt\.|Sir|Dame|Dr\.|Prof\.|"
    r"General|Colonel|Major|Marshal|Mr\.|Ms\.|Mrs\.|Alhaji|Sheikh|Shaykh) )+(?=\S+ \S)"
)
_JUNK = re.compile(r"\*\*\*|\bof$|[()]|[^\x00-\x7f]")
# A term that nobody confirmed since is taken to be over; the fact files reach to 2026.
_OPEN_SINCE = "2024"


def leader_lines(records: Iterable[Record]) -> list[str]:
    """The lines of one state, in the order of offices and dates."""
    order = {office: number for number, office in enumerate(corrections.OFFICES)}
    kept = [record for record in records if not _unwanted(record)]
    kept.sort(key=lambda r: (order.get(r["office"], 9), r["from"] or r["last_seen"] or "", r["person"]))
    doubles_gone = list(_without_doubles(kept))
    return list(dict.fromkeys(_line(record, _followed(record, doubles_gone)) for record in doubles_gone))


def _followed(record: Record, records: Iterable[Record]) -> bool:
    """Whether somebody whom the facts confirm came into the same ministry after this one."""
    return record["office"] != "head_of_state" and any(
        other["office"] == record["office"] and other["current"] and (other["from"] or "") > (record["from"] or "9999")
        for other in records
    )


def _unwanted(record: Record) -> bool:
    title = record["title"] or ""
    undated_deputy = record["office"] == "vice_president" and record["from"] is None
    elsewhere = corrections.REIGNS_FOR.get(record["person"], record["iso3"]) != record["iso3"]
    return (
        elsewhere
        or undated_deputy
        or "spoke" in title.lower()
        or (record["iso3"], record["person"]) in corrections.PERSONS_LEFT_OUT
    )


def _without_doubles(records: list[Record]) -> Iterator[Record]:
    """An executive president stands as head of state and of government; the first is enough."""
    heads = {(r["person"], r["from"]) for r in records if r["office"] == "head_of_state"}
    for record in records:
        if record["office"] != "head_of_government" or (record["person"], record["from"]) not in heads:
            yield record


def _line(record: Record, followed: bool) -> str:
    names = "; ".join(_names(record))
    title = _title(record["title"])
    # The Factbook lists who receives ambassadors beside who rules.
    ceremonial = record["iso3"] == "PRK" and "assembly" in title
    if record["iso3"] == "IND" and title == "minister of foreign affairs":
        ceremonial, title = True, "foreign secretary"  # a civil servant; the minister is "of external affairs" there
    office = "other" if ceremonial else corrections.OFFICES.get(record["office"], "other")
    return f"{names} | {office}{', ' + title if title else ''} | {record['from'] or ''} | {_until(record, followed)}"


def _names(record: Record) -> list[str]:
    person = _RANK.sub("", str(corrections.PERSONS.get(record["person"], record["person"])))
    variants = [v for v in record["variants"] if re.search("[A-Za-z]", v) and v not in corrections.VARIANTS_LEFT_OUT]
    wanted = [*(_RANK.sub("", v) for v in variants), *corrections.VARIANTS.get(person, [])]
    # Case, diacritics and hyphens are folded when the file is read, so variants that differ in these say nothing.
    seen, names = {_key(person)}, []
    for name in wanted:
        glued = person in name and not name.startswith(person)  # "Afghanistan Ashraf Ghani"
        if _key(name) not in seen and " " in name and not glued:
            seen.add(_key(name))
            names.append(name)
    family = _family(person, corrections.FAMILIES.get(person, record["family_name"]))
    return [person if family == person.split(" ")[-1] else f"{person} ({family})", *names]


def _key(name: str) -> str:
    return fold(name).replace("-", " ")


def _family(person: str, said: str | None) -> str:
    """The family name as the person's usual name spells it; the last word where the facts spell it otherwise."""
    words, wanted = person.split(" "), _key(said or "").split(" ")
    for at in range(len(words) - len(wanted) + 1):
        if [_key(word) for word in words[at : at + len(wanted)]] == wanted:
            return " ".join(words[at : at + len(wanted)])
    return words[-1]


def _title(title: str | None) -> str:
    """Turns "Min. of Foreign Affairs" -> "minister of foreign affairs"; nothing for what is garbled or long."""
    words = " ".join(_SHORT.get(word, word) for word in (title or "").replace("&", "and").split())
    return "" if _JUNK.search(words) or "|" in words or len(words) > 45 else words.lower()


def _until(record: Record, followed: bool) -> str:
    if record["to"] or (record["current"] and not followed):
        return str(record["to"] or "")
    seen = record["last_seen"] or record["from"] or ""
    open_ended = record["current"] is None and seen >= _OPEN_SINCE and record["office"] != "vice_president"
    return "" if open_ended and not followed else f"~{seen}"
