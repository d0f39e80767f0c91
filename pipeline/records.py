"""The records that pass between the rooms; the fields of `Observation`, in order, are the output schema."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.errors import ReleaseError

SCHEMA_VERSION = 1

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(**options):
        """Make a dataclass that the type checker alone holds frozen.

        Some hundred a text are made, and one that is frozen when the program runs takes four times as long to make.
        """
        return dataclass(**options | {"frozen": False, "unsafe_hash": True})


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold where canonical text stands on pages: compact, one box a character.

    `starts[n]` is the first character of page `pages[n]` (or of what goes on there); `boxes` holds left, bottom, right
    and top of each character in points from the lower left corner of its page, zeros where it has none.
    """

    starts: Sequence[int]
    pages: Sequence[int]
    boxes: Sequence[float]

    def place(self, start: int, end: int) -> dict[str, Any]:
        """Return `page` (from 1) and `bbox` of the range [start, end); the box covers what of it is on that page."""
        number = max(bisect_right(self.starts, start) - 1, 0)
        after = self.starts[number + 1] if number + 1 < len(self.starts) else end
        every = (self.boxes[4 * i : 4 * i + 4] for i in range(start, min(end, after)))
        if not (boxes := [box for box in every if any(box)]):
            return {"page": self.pages[number]}
        edges = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        return {"page": self.pages[number], "bbox": [round(edge, 1) for edge in edges]}


@dataclass(frozen=True, slots=True)
class Release:
    """Hold one text as read: immutable canonical text (NFC, LF) and the way back to the source.

    `original` is the decoded source that the offsets point into, "" where the reader can give none.
    `source_map[i]` is its code point at which canonical character i stands and `source_ends[i]` the one after it;
    without ends a character ends where the next one stands, and an empty map means that `source_shift` is the
    constant distance. `media_type` is that of `original` where the source's name does not tell it.
    `layout` says where each character stands on the pages of a source that is no text.
    """

    release_id: str
    source: str
    text: str
    title: str = ""
    title_end: int = 0
    published: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    warnings: tuple[str, ...] = ()
    original: str = field(default="", repr=False)
    source_shift: int = 0
    source_map: Sequence[int] = field(default=(), repr=False)
    source_ends: Sequence[int] = field(default=(), repr=False)
    media_type: str = ""
    layout: "Layout | None" = field(default=None, repr=False)

    @property
    def text_sha256(self) -> str:
        """Return the SHA-256 of the canonical text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def source_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the half-open range of `original` for the range [start, end) of the text; None without a source."""
        if not self.original:
            return None
        if not self.source_map:
            return start + self.source_shift, end + self.source_shift
        return self.source_map[start], self.source_ends[end - 1] if self.source_ends else self.source_map[end]


@record(frozen=True, slots=True)
class Numeral:
    """Hold the exact reading of a number expression.

    `scale` is the factor of its scale word (1 without one), already applied to `value`;
    `digits` is the literal as printed ("12,936") of a number in digits, `approximate` tells of a suffix "-an".
    """

    value: Decimal
    scale: Decimal = Decimal(1)
    digits: str = ""
    approximate: bool = False


@record(frozen=True, slots=True)
class Term:
    """Hold one word of the matching language: a numeral, unit, cue, date word or plain word.

    `start`, `end` are code points in the text, `tag` the class, `code` what the vocabulary says of it.
    """

    start: int
    end: int
    text: str
    tag: str
    code: str = ""
    numeral: Numeral | None = None


@record(frozen=True, slots=True)
class Clause:
    """Hold one sentence that may state quantities: its terms, with a `boundary` term at either end."""

    start: int
    end: int
    terms: tuple[Term, ...]


@record(frozen=True, slots=True)
class Candidate:
    """Hold one place where a rule matched: the terms [start, end) of a clause, by position."""

    start: int
    end: int
    rule_id: str


@record(frozen=True, slots=True)
class Quantity:
    """Hold one number expression read exactly; values are `Decimal` in the unit, None where absent."""

    start: int
    end: int
    kind: str
    unit: str
    rule_id: str
    value: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    per: str = ""
    comparator: str = "="


@record(frozen=True, slots=True)
class Passage:
    """Hold one sentence: its range in the text, the number of its paragraph, and whether it is the title."""

    start: int
    end: int
    paragraph: int
    title: bool = False


@record(frozen=True, slots=True)
class Reading:
    """Hold what the text says of a quantity in one field.

    `start`, `end` are the words it was read from (0, 0 for none); `how` is stated (same sentence), carried (an earlier
    sentence that the text goes on from) or inferred (title, date of publication); `cue` names the rule or word.
    """

    value: str = ""
    start: int = 0
    end: int = 0
    how: str = "stated"
    cue: str = ""


@record(frozen=True, slots=True)
class About:
    """Hold what a quantity is about: the meaning columns, where their words stand, and why they were chosen.

    `evidence[field]` is a half-open range of the text, `reasons[field]` how the field was found and by which cue.
    """

    role: str = ""
    direction: str = ""
    comparison: str = ""
    indicator: str = ""
    property: str = ""
    entity: str = ""
    denominator: str = ""
    sector: str = ""
    area: str = ""
    area_code: str = ""
    status: str = ""
    period: str = ""
    period_start: str = ""
    period_end: str = ""
    speaker: str = ""
    speaker_role: str = ""
    data_source: str = ""
    confidence: str = ""
    flags: tuple[str, ...] = ()
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def column(description: str) -> Any:
    """Declare an output column: text, empty by default, with the description the data dictionary prints."""
    return field(default="", metadata={"description": description})


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold one output row; every column is text, absent is empty, the order of fields is the order of columns.

    `evidence` and `reasons`, as in `About`, and `place` are no columns: the JSON Lines and `explain` show them. `place`
    is where the surface stands in a source that is no text: `page` and `bbox` of a PDF.
    """

    observation_id: str = column("stable id: digest of text hash, start, end and kind")
    release_id: str = column("the release: its source without the suffix")
    title: str = column("title of the release")
    publisher: str = column("who published it")
    published: str = column("ISO date of publication")
    source: str = column("path of the file relative to the given root, or its URL")
    section: str = column("title or body")
    kind: str = column("percent, percentage_point, money, count, measure, index or ratio")
    value: str = column("exact plain decimal with scale applied; empty for a range")
    value_low: str = column("lower end of a range")
    value_high: str = column("upper end of a range")
    unit: str = column("%, pp, ISO 4217 currency, unit code, x, index, or the counted noun phrase")
    per: str = column("denominator of a rate, as written")
    comparator: str = column("=, ~, >, >=, < or <=")
    role: str = column("level, change or share")
    direction: str = column("up or down, for a change")
    comparison: str = column("yoy, qoq, mom, ytd or other, for a change")
    indicator: str = column("closed indicator code")
    property: str = column("measured property, as written")
    entity: str = column("measured entity, as written")
    denominator: str = column("what a share is a part of, as written")
    sector: str = column("KBLI division of the industry named")
    area: str = column("reference area, as written")
    area_code: str = column("Kemendagri or ISO 3166 code of the area")
    status: str = column("realised, target or forecast")
    period: str = column("SDMX time period")
    period_start: str = column("first day of the period")
    period_end: str = column("last day of the period")
    speaker: str = column("person whose words give the number")
    speaker_role: str = column("office of the speaker")
    data_source: str = column("institution or publication cited")
    surface: str = column("the number expression, as written")
    start: str = column("first code point of the surface in the canonical text")
    end: str = column("code point after the surface")
    sentence: str = column("the sentence around it")
    source_start: str = column("first code point of the surface in the decoded source file")
    source_end: str = column("code point after it there")
    rule_id: str = column("the rule that found it")
    confidence: str = column("0 to 1, two decimals")
    flags: str = column("space-separated: fields that were inferred, such as period_inferred")
    text_sha256: str = column("SHA-256 of the canonical text")
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)

    def cells(self) -> tuple[str, ...]:
        """Return the columns in order."""
        return _cells(self)


COLUMNS = tuple(f.name for f in fields(Observation) if "description" in f.metadata)
_cells = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Failure:
    """Hold one release that was set aside, with the reason and what to do."""

    source: str
    reason: str
    remedy: str

    @classmethod
    def of(cls, error: ReleaseError) -> "Failure":
        """Return what an error says of its release."""
        return cls(error.source, error.reason, error.remedy)

    def __str__(self) -> str:
        """Write it as one line: where, what, what to do."""
        return f"{self.source}: {self.reason}; {self.remedy}"


__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "About",
    "Candidate",
    "Clause",
    "Failure",
    "Layout",
    "Numeral",
    "Observation",
    "Passage",
    "Quantity",
    "Reading",
    "Release",
    "Term",
    "record",
]
