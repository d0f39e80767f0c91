"""What a rules file may say: one model a kind of file; unknown keys are refused."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["percent", "percentage_point", "money", "count", "measure", "index", "ratio", "none"]
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/0*[1-9][0-9]*")
Comparator = Literal["=", "~", ">", ">=", "<", "<="]


def _decimal_text(value: object) -> object:
    """Accept a plain decimal or a fraction such as 1/3."""
    if not DECIMAL.fullmatch(str(value)):
        raise ValueError("write a plain number such as 1000 or 0.5, or a fraction such as 1/3")
    return value


DecimalText = Annotated[str, BeforeValidator(_decimal_text)]
Words = list[Annotated[str, Field(min_length=1)]]


class Strict(BaseModel):
    """Refuse unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Strict):
    """One token pattern: `pattern` is the quantity, `before` and `after` its required surroundings."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    note: str = ""
    before: list[dict[str, Any]] = []
    pattern: Annotated[list[dict[str, Any]], Field(min_length=1)]
    after: list[dict[str, Any]] = []
    unit: str = ""
    comparator: Comparator | Literal[""] = ""
    factor: DecimalText = "1"
    last_resort: Literal["", "yes"] = ""
    finds: Annotated[Words, Field(min_length=1)]
    spares: Words = []


class RuleFile(Strict):
    """`rules/quantities/<name>.yaml`."""

    kind: Kind
    rules: Annotated[list[Rule], Field(min_length=1)]


class Scale(Strict):
    """A scale word; `money_only` letters (M, T) count only beside a currency."""

    factor: DecimalText
    words: Words
    approximate: Words = []
    letters: Words = []


class NumeralFile(Strict):
    """`rules/vocabulary/numerals.yaml`."""

    digits: dict[str, DecimalText]
    teen: Words
    multipliers: dict[str, DecimalText]
    whole: dict[str, DecimalText]
    fractions: dict[str, DecimalText]
    point: Words
    scales: list[Scale]
    approximate_suffix: Words
    approximate_whole: dict[str, DecimalText]


class Unit(Strict):
    """A physical unit: its code, its words, and spellings that hold only with this case."""

    code: str
    words: Words = []
    exact: Words = []
    part_of: tuple[str, DecimalText] | None = None


class UnitFile(Strict):
    """`rules/vocabulary/units.yaml`."""

    units: list[Unit]


class Currency(Strict):
    """A currency: spellings before the number, after it, or on either side; `exact` ones hold only with this case."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    before: Words = []
    after: Words = []
    either: Words = []


class CurrencyFile(Strict):
    """`rules/vocabulary/currencies.yaml`."""

    currencies: list[Currency]


class WordClass(Strict):
    """A class of words: `code` says what they mean, `exact` ones hold only with this case."""

    tag: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    note: str = ""
    code: str = ""
    words: Words = []
    exact: Words = []


class WordFile(Strict):
    """Any other file of `rules/vocabulary/`."""

    classes: list[WordClass]


class Shape(Strict):
    """A guess of the class of an unlisted word from its form: first letters, last letters, least length."""

    tag: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    prefixes: Words = []
    suffixes: Words = []
    least: Annotated[str, Field(pattern=r"^\d+$")] = "0"
    capitals: Literal["", "first", "all"] = ""


class ShapeFile(Strict):
    """`rules/vocabulary/shapes.yaml`."""

    shapes: list[Shape]


class LineClass(Strict):
    """Page furniture: a line or paragraph that starts with, or is, one of these phrases states nothing."""

    note: str = ""
    starts: Words = []
    whole: Words = []


class FurnitureFile(Strict):
    """`rules/vocabulary/furniture.yaml`."""

    lines: list[LineClass]
