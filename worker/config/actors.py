"""config/actors.yaml: who can act. States, their leaders with dates, organisations, armed groups, and the words for
offices and people that go with a nationality.

A leader is one line of text, so that the file stays short and loads fast:

    Kim Jong Un (Kim); Kim Jong-un | head of state, supreme leader | 2011-12-17 | 2024-05

that is: names, the family name in parentheses where it is not the last word; office and title; from; to. An empty
`to` is "still in office"; an empty `from` is "not known"; "~2023-08" is "at least until 2023-08".
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

OFFICES = ("head of state", "head of government", "foreign minister", "defence minister", "vice president", "other")

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """One term of office. `names[0]` is the usual name; `start` is the first day that they allow, `end` the last."""

    names: Names
    family: str
    office: str
    title: str | None
    start: date | None
    end: date | None
    vague: bool = False  # the end is only the last day on which the person was seen in office


def parse_leaders(block: Any) -> Any:
    """The lines of a block as Leaders; ValueError names every line that is wrong. What is no text is passed on."""
    if not isinstance(block, str):
        return block
    leaders, wrong = [], []
    for line in filter(None, map(str.strip, block.splitlines())):
        try:
            leaders.append(parse_leader(line))
        except ValueError as error:
            wrong.append(f"{line!r}: {error}")
    if wrong:
        raise ValueError("; ".join(wrong))
    return tuple(leaders)


def parse_leader(line: str) -> Leader:
    """One line, as the module says; ValueError says what is wrong with it and what is allowed."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 4:
        raise ValueError("write 'names | office, title | from | to', that is four parts between three bars")
    first, *others = [name.strip() for name in parts[0].split(";")]
    name, family = _family(first)
    office, _, title = parts[1].partition(", ")
    if office not in OFFICES:
        raise ValueError(f"no office {office!r}; one of: {', '.join(OFFICES)}")
    vague = parts[3].startswith("~")
    start, end = parse_day(parts[2]), parse_day(parts[3].removeprefix("~"), last=True)
    if start and end and end < start:
        raise ValueError("the term ends before it begins")
    return Leader((name, *others), family, office, title or None, start, end, vague)


def parse_day(text: str, *, last: bool = False) -> date | None:
    """The first (or last) day of `2024`, `2024-06` or `2024-06-19`; None for an empty text. ValueError for all else."""
    if not text:
        return None
    numbers = text.split("-")
    if len(text) not in (4, 7, 10) or not all(map(str.isdigit, numbers)):
        raise ValueError(f"no date {text!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, *rest = map(int, numbers)
    month = rest[0] if rest else 12 if last else 1
    day = rest[1] if len(rest) > 1 else monthrange(year, month)[1] if last else 1
    return date(year, month, day)


def _family(name: str) -> tuple[str, str]:
    """`Xi Jinping (Xi)` -> the name and the family name, which is the last word unless it is said."""
    if name.endswith(")") and " (" in name:
        full, _, family = name[:-1].rpartition(" (")
        return full, family
    if not name:
        raise ValueError("the name is missing")
    return name, name.rsplit(" ", 1)[-1]


Leaders = Annotated[tuple[Leader, ...], BeforeValidator(parse_leaders)]


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Block):
    """A state or territory. `context` holds names, `shared_capitals` capitals and seats of government (Wellington,
    Santiago), that count only once the state is known from elsewhere."""

    name: str
    names: Names = ()
    adjectives: Names = ()
    people: Names = ()
    capitals: Names = ()
    shared_capitals: Names = ()
    seats: Names = ()
    foreign_ministry: Names = ()
    defence_ministry: Names = ()
    parliament: Names = ()
    forces: Names = ()
    media: Names = ()
    context: Names = ()
    leaders: Leaders = ()


class Organisation(_Block):
    """An international or non-governmental organisation; the key is its CAMEO-style code."""

    name: str
    names: Names = ()
    seats: Names = ()
    context: Names = ()
    heads: Leaders = ()


class ArmedGroup(_Block):
    """An armed group that is no state's. `home` is the state (or IMG) whose code its events carry, with `sector`."""

    name: str
    home: str
    sector: str = "REB"
    names: Names = ()
    context: Names = ()


class Words(_Block):
    """The words that are no names: which sector goes with which noun, what is never an actor."""

    people: dict[str, Names] = Field(description="sector -> nouns for people with a nationality: MIL: [troops, ...]")
    offices: dict[str, Names] = Field(description="sector -> offices that one person holds: GOV: [president, ...]")
    institutions: dict[str, Names] = Field(description="sector -> institutions: GOV: [foreign ministry, ...]")
    prefixes: dict[str, str] = Field(description="first half of a compound -> state: Sino: CHN")
    media: Names = Field(description="news sources, by name, that are no state's")
    reporters: Names = Field(description="nouns for news sources: news agency, newspaper")
    bystanders: Names = Field(default=(), description="nouns for others than their owner: Iran's allies, neighbours")
    never: Names = Field(description="strings that hold a name and are no actor: South China Sea")
    not_political: Names = Field(description="a nationality before these nouns is no actor: restaurant")
    also_names: Names = Field(description="names of states and capitals that are also names of people: Jordan")
    regions: dict[str, Names] = Field(
        default_factory=dict,
        description="words before (or in place of) 'country' -> the states meant: Gulf: [KWT, ...]",
    )
    doubtful: dict[str, dict[str, Names]] = Field(
        description="name -> {code, or NONE: words in the article that speak for it}: Georgia: {NONE: [Atlanta]}"
    )


class ActorsFile(_Block):
    """The whole of config/actors.yaml."""

    states: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], State]
    organisations: dict[str, Organisation]
    armed_groups: dict[str, ArmedGroup]
    words: Words

    @model_validator(mode="after")
    def _codes_exist(self) -> "ActorsFile":
        homes = {group.home for group in self.armed_groups.values()}
        alternatives = {code for choice in self.words.doubtful.values() for code in choice}
        alternatives |= {code for members in self.words.regions.values() for code in members}
        missing = (homes | alternatives | set(self.words.prefixes.values())) - set(self.states) - {"IMG", "NONE"}
        if missing:
            raise ValueError(f"no such state: {', '.join(sorted(missing))}; add it under states or mend the code")
        return self
