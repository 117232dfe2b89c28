"""YAML into checked, frozen objects; every mistake at once, as ``file:line: key: what is wrong, what is allowed``.

Line numbers cost more than the reading itself (a gazetteer has tens of thousands of lines), so the file is read
fast first, and only a file with mistakes is read a second time, for the lines of its keys.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from worker.model import ConfigError, Mistake

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[str | int, ...]

# libyaml is ten times as fast as pure Python; PyYAML's wheels carry it, a source build may not.
_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeyLoader(_FastLoader):  # type: ignore[misc]
    """YAML lets a later key silently replace an earlier one; here that is a mistake.

    Each is kept in ``doubles``, (line, key), and the reading goes on, so that it is told with all other mistakes.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.doubles: list[tuple[int, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str):  # a list or a mapping as a key is the safe loader's to refuse
                if key.value in seen:
                    self.doubles.append((key.start_mark.line + 1, key.value))
                seen.add(key.value)
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


def _day_or_words(loader: Any, node: yaml.ScalarNode) -> Any:
    """A date; one that no calendar has (2026-02-30) stays text, for the model to refuse at its line."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_UniqueKeyLoader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_words)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The file at ``path`` as a ``model``.

    Raises ConfigError with every mistake: a missing or unreadable file, a YAML error, and whatever the model refuses.
    """
    text = _text_of(path)
    loaded, doubles = _load(path, text)
    twice = "stands twice in one mapping; keep one of the two"
    mistakes = [Mistake(str(path), line, key, twice) for line, key in doubles]
    try:
        read = model.model_validate(loaded)
    except ValidationError as error:
        lines = _lines_of(text)
        mistakes += [_mistake(path, problem, lines) for problem in error.errors(include_url=False)]
    if mistakes:
        raise ConfigError(tuple(sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.line)))
    return read


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); a configuration folder holds feeds, actors, ontology and alerts"
        raise ConfigError((Mistake(str(path), 1, path.name, problem),)) from error
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise ConfigError((Mistake(str(path), 1, path.name, problem),)) from error


def _load(path: Path, text: str) -> tuple[Any, list[tuple[int, str]]]:
    """What the file says, and the keys that stand twice in it."""
    try:
        loader = _UniqueKeyLoader(text)
        loaded = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError((Mistake(str(path), line, "yaml", f"{error.problem}; mend the YAML here"),)) from error
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise ConfigError((Mistake(str(path), 1, "yaml", f"{said}; mend the YAML"),)) from error
    except ValueError as error:  # a value that says its own type, and is none: !!int x
        raise ConfigError((Mistake(str(path), 1, "yaml", f"{error}; mend the YAML"),)) from error
    return {} if loaded is None else loaded, loader.doubles


def _lines_of(text: str) -> dict[Loc, int]:
    """Where every key and list item of the document stands: path of keys and indices -> line, from 1."""
    node = yaml.compose(text, _FastLoader)
    return dict(_walk(node, ())) if node else {}


def _walk(node: yaml.Node, loc: Loc) -> Iterator[tuple[Loc, int]]:
    yield loc, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*loc, key.value))
            yield (*loc, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*loc, index))


def _mistake(path: Path, problem: Any, lines: dict[Loc, int]) -> Mistake:
    """The problem at the deepest key of its path that stands in the file.

    The path that pydantic gives also holds names of union members and of functions; those are left out.
    """
    found: Loc = ()
    for part in problem["loc"]:
        candidates = [(*found, part), (*found, str(part))]
        found = next((loc for loc in candidates if loc in lines), found)
    missing = problem["loc"][-1] if problem["type"] == "missing" else None
    key = ".".join(str(part) for part in (*found, missing) if part is not None) or path.name
    return Mistake(str(path), lines.get(found, 1), key, _in_words(problem))


def _in_words(problem: Any) -> str:
    """Pydantic's message in a reader's words, always with what is allowed."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return "is required and missing"
    if kind == "extra_forbidden":
        return "is not a key known here; mind the spelling, or take it out"
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", problem["msg"]))
    given = problem["input"] if isinstance(problem["input"], str | int | float | bool | None) else "this"
    return f"{given!r} is wrong: {problem['msg'][:1].lower()}{problem['msg'][1:]}"
