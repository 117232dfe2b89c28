"""What the environment says of the second coder, a large language model: where it is, and what it may cost a day.

It is off until ``DYADWATCH_LLM_URL`` is set; the other variables are read only then.
"""

import json
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

SWITCH = "DYADWATCH_LLM_URL"
# What makes an answer as repeatable as the endpoint allows, and what bounds its length.
DEFAULT_OPTIONS = {"temperature": 0, "seed": 1, "max_tokens": 4096}
BOUNDS = ("max_tokens", "max_completion_tokens")  # older endpoints know the first, newer models of some the second
OURS = ("model", "messages", "stream", "n")  # what the request says of itself, whatever the options are


def _from_json(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError('is no JSON; write an object, as {"reasoning_effort": "low"}') from None


Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class LlmSettings(BaseModel):
    """An OpenAI-compatible endpoint and its limits for a day (UTC), kept by all processes that share a data folder.

    ``timeout`` is in seconds; it and the first coder after it must fit into a task's 60 s. Prices are per million
    tokens, in the currency of ``money_per_day``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    url: str = Field(alias="DYADWATCH_LLM_URL")
    model: str = Field(alias="DYADWATCH_LLM_MODEL", min_length=1)
    key: SecretStr | None = Field(None, alias="DYADWATCH_LLM_KEY")
    timeout: float = Field(30, alias="DYADWATCH_LLM_TIMEOUT", gt=0, le=45)
    requests_per_day: int = Field(1000, alias="DYADWATCH_LLM_REQUESTS_PER_DAY", ge=0)
    tokens_per_day: int = Field(5_000_000, alias="DYADWATCH_LLM_TOKENS_PER_DAY", ge=0)
    price_in: Money = Field(0, alias="DYADWATCH_LLM_PRICE_IN")
    price_out: Money = Field(0, alias="DYADWATCH_LLM_PRICE_OUT")
    money_per_day: Money | None = Field(None, alias="DYADWATCH_LLM_MONEY_PER_DAY")
    options: Annotated[dict[str, Any], BeforeValidator(_from_json)] = Field(
        DEFAULT_OPTIONS, alias="DYADWATCH_LLM_OPTIONS"
    )

    @property
    def host(self) -> str:
        """``name:port``: the one address that may be private."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"

    @property
    def longest_answer(self) -> int:
        """Tokens, at most."""
        return max(int(self.options.get(bound, 0)) for bound in BOUNDS)

    @field_validator("url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        """Nothing of an address that is refused is shown: somebody may have put the key into it."""
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is no web address; write it as https://api.example.org/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("holds more than an address; a key goes into DYADWATCH_LLM_KEY")
        return value.rstrip("/")

    @field_validator("key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        said = value.get_secret_value() if value else "x"
        if not said.isascii() or not said.isprintable() or " " in said:
            raise ValueError("is no key: it holds blanks, control or other characters that no key has")
        return value

    @field_validator("money_per_day")
    @classmethod
    def _has_a_price(cls, value: float | None, info: Any) -> float | None:
        if value is not None and not (info.data.get("price_in", 1) and info.data.get("price_out", 1)):
            raise ValueError("needs DYADWATCH_LLM_PRICE_IN and DYADWATCH_LLM_PRICE_OUT, each for a million tokens")
        return value

    @field_validator("options")
    @classmethod
    def _are_completed(cls, value: dict[str, Any]) -> dict[str, Any]:
        """The defaults with ``value`` over them; what it says is null is left out. One bound goes for the other."""
        if taken := [name for name in OURS if name in value]:
            raise ValueError(f"may not hold {', '.join(taken)}, which every request says itself")
        own_bound = any(name in value for name in BOUNDS)
        defaults = {name: said for name, said in DEFAULT_OPTIONS.items() if not (own_bound and name in BOUNDS)}
        merged = {name: said for name, said in (defaults | value).items() if said is not None}
        bounds = [merged[name] for name in BOUNDS if name in merged]
        if not bounds or not all(type(bound) is int and bound > 0 for bound in bounds):
            raise ValueError(f"must bound the answer: give {' or '.join(BOUNDS)}, a number of tokens")
        return merged


VARIABLES = frozenset(str(field.alias) for field in LlmSettings.model_fields.values())
