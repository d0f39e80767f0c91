"""A release and its quantities in, one `Observation` row a quantity out."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter

from pipeline.records import About, Observation, Passage, Quantity, Release

MEANING = tuple(f.name for f in fields(About) if f.name not in ("flags", "evidence", "reasons"))
_meaning = attrgetter(*MEANING)


def observe(
    release: Release, sentences: Sequence[Passage], found: Iterable[tuple[Quantity, About]]
) -> Iterator[Observation]:
    """Yield the rows in order of position; `text[start:end] == surface` holds by construction."""
    text_sha256 = release.text_sha256
    ends = [sentence.end for sentence in sentences]
    for quantity, about in found:
        surface = release.text[quantity.start : quantity.end]
        sentence = sentences[bisect_right(ends, quantity.start)]
        source_start, source_end = release.source_range(quantity.start, quantity.end) or ("", "")
        yield Observation(
            observation_id=observation_id(text_sha256, quantity),
            release_id=release.release_id,
            title=release.title,
            publisher=release.publisher,
            published=release.published,
            source=release.source,
            section="title" if quantity.end <= release.title_end else "body",
            kind=quantity.kind,
            value=plain(quantity.value),
            value_low=plain(quantity.value_low),
            value_high=plain(quantity.value_high),
            unit=quantity.unit,
            per=quantity.per,
            comparator=quantity.comparator,
            **dict(zip(MEANING, _meaning(about), strict=True)),
            surface=surface,
            start=str(quantity.start),
            end=str(quantity.end),
            sentence=release.text[sentence.start : sentence.end].strip(),
            source_start=str(source_start),
            source_end=str(source_end),
            rule_id=quantity.rule_id,
            flags=" ".join(about.flags),
            text_sha256=text_sha256,
            evidence=about.evidence,
            reasons=about.reasons,
            place=release.layout.place(quantity.start, quantity.end) if release.layout else {},
        )


def observation_id(text_sha256: str, quantity: Quantity) -> str:
    """Return 16 hexadecimal digits of a digest of text hash, start, end and kind; the same on every machine."""
    key = f"{text_sha256}:{quantity.start}:{quantity.end}:{quantity.kind}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def plain(value: Decimal | None) -> str:
    """Write an exact value without exponent or trailing zeros; "" for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
