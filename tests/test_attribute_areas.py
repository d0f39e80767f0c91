"""The examples of rules/places, and what the loader refuses."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.attribute.areas import AreaReading, read_areas
from pipeline.errors import RuleError
from pipeline.records import Passage, Quantity
from pipeline.rulebook import default_directory
from pipeline.rulebook.places import PlaceExample, Places, load_places

BOOK = load_places(default_directory())


def kind_of(surface: str) -> str:
    if "persen" in surface or "%" in surface:
        return "percent"
    return "money" if re.search(r"Rp|US|EUR|euro", surface) else "count"


def parse(title: str, marked: str) -> tuple[str, list[Passage], list[Quantity]]:
    """Take the brackets out of a text and return it with its sentences and quantities."""
    text, quantities = f"{title}\n\n" if title else "", []
    begins, passages = len(text), [Passage(0, len(title), 0, True)] if title else []
    for part in re.split(r"(\[[^\]]*\])", marked):
        surface = part.strip("[]")
        if part != surface:
            start, kind = len(text), kind_of(surface)
            quantities.append(Quantity(start, start + len(surface), kind, "", "test", Decimal(1)))
        text += surface
    for match in re.finditer(r"\S.*?(?=(?<=[.!?”])\s+[A-Z“\d]|$)", text[begins:]):
        passages.append(Passage(begins + match.start(), begins + match.end(), 1))
    return text, passages, quantities


def read(title: str, marked: str, book: Places = BOOK) -> list[AreaReading]:
    text, passages, quantities = parse(title, marked)
    return read_areas(text, text.lower(), passages, quantities, book)


@pytest.mark.parametrize("example", BOOK.examples, ids=lambda e: e.text[:60])
def test_every_example_gets_its_areas(example: PlaceExample) -> None:
    readings = read(example.title, example.text)
    assert [r.value for r in readings] == example.areas
    assert not example.codes or [r.code for r in readings] == example.codes


def test_a_reading_points_at_its_words() -> None:
    text, passages, quantities = parse("", "Terdapat [35] perusahaan di Kabupaten Demak.")
    reading = read_areas(text, text.lower(), passages, quantities, BOOK)[0]
    assert text[reading.start : reading.end] == reading.value == "Kabupaten Demak"
    assert (reading.how, reading.code) == ("stated", "33.21")


def test_a_place_carried_over_or_inferred_is_marked_so() -> None:
    assert read("", "Ada [3] galangan di Batam. Galangan itu membuat [9] kapal.")[1].how == "carried"
    assert read("IKM Kabupaten Tegal", "Kemenperin melatih [40] perajin.")[0].how == "inferred"


def test_a_text_without_quantities_gives_nothing() -> None:
    assert read("", "Tidak ada angka di Jawa Barat.") == []


def test_the_regions_are_complete() -> None:
    rows = (default_directory() / "places" / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [row.split(",")[0] for row in rows]
    assert len(codes) == len(set(codes)) == 38 + 514


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("regions.csv", "\n32,", "\n3x,", "malformed"),
        ("regions.csv", "code,kind", "kode,kind", "the columns are not"),
        ("countries.csv", "JP,Jepang", "JPN,Jepang", "two capitals"),
        ("cues.yaml", "gifts:", "giftz:", "giftz"),
        ("areas.yaml", "scope: whole", "scope: all", "scope"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    shutil.copytree(default_directory() / "places", tmp_path / "places")
    path = tmp_path / "places" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_places(tmp_path)
    assert re.search(rf"{file}:\d+: .*{fault}", str(error.value))
