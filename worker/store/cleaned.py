"""Column types that take any Python string: what PostgreSQL cannot hold is cleaned on the way in.

Articles are cleaned where they are read; this is for all the rest that outsiders have a hand in, such as a header of a
server or the words of a library's error, so that no odd byte keeps a failure from being recorded.
"""

from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from worker.model.text import clean


class CleanText(TypeDecorator[str]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class CleanJson(TypeDecorator[Any]):
    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _cleaned(value)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(held) for key, held in value.items()}
    return [_cleaned(held) for held in value] if isinstance(value, list | tuple) else value
