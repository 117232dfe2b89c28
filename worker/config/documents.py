"""`documents.yaml`: the kinds of article that tell no relation between states, and the words that give them away.

Its own head explains how it is read and how to edit it.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[tuple[str, ...], Field(min_length=1)]
Types = tuple[Annotated[str, Field(pattern=r"^[A-Z]+$")], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(_Strict):
    """One kind of article. It needs ``needs`` different ones of ``words``, and ``times`` as many as of statecraft.

    ``silences`` are the types of event that such an article cannot tell; all of them where none is named.
    ``examples`` are invented texts of this kind, ``others`` invented texts that only look like it.
    """

    needs: int = Field(ge=1)
    times: float = Field(default=1.0, gt=0)
    silences: Types = ()
    words: Words
    examples: Words
    others: tuple[str, ...] = ()


class DocumentsFile(_Strict):
    """The whole of ``documents.yaml``."""

    version: Literal[1]
    statecraft: Words
    mishaps: Words
    private: Words
    private_acts: Types
    ships: Words
    kinds: Mapping[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], Kind]
