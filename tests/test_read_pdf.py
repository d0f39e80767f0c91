"""PDF as releases: reading order, paragraphs, title, date, page and box of each row; what cannot be read says why."""

import builtins
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.errors import ReleaseError
from pipeline.read import File, read, releases
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook
from pipeline.run import run
from pipeline.verify import verify
from tests.pdf_pages import lines, pdf

Reader = Callable[..., Release]
TITLE = [("Ekspor Mesin Naik Sembilan Persen", 72.0, 770.0, 20.0)]
BODY = "Jakarta, 4 Januari 2024 - Kementerian mencatat nilai ekspor\nmesin naik menjadi Rp 7,9 miliar pada tahun lalu."


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    def make(*pages: Any, sidecar: Any = None, **facts: str) -> Release:
        (tmp_path / "a.pdf").write_bytes(pages[0] if isinstance(pages[0], bytes) else pdf(*pages, **facts))
        if sidecar:
            (tmp_path / "a.json").write_text(json.dumps(sidecar), encoding="utf-8")
        return read(tmp_path / "a.pdf", "a.pdf", rulebook)

    return make


def test_lines_become_paragraphs_and_the_largest_type_the_title(reader: Reader) -> None:
    release = reader(TITLE + lines(BODY) + lines("Paragraf lain yang baru.", top=640))
    assert release.text.split("\n\n") == [TITLE[0][0], BODY.replace("\n", " "), "Paragraf lain yang baru."]
    assert (release.title, release.published) == (TITLE[0][0], "2024-01-04")
    assert release.text[: release.title_end] == release.title


def test_columns_are_read_one_after_the_other(reader: Reader) -> None:
    left = "Kolom kiri berisi kalimat awal\nyang dibaca lebih dahulu dari\nkolom yang ada di kanan."
    right = "Kolom kanan berisi kalimat akhir\nyang dibaca kemudian setelah\nkolom yang ada di kiri."
    mixed = [put for pair in zip(lines(left), lines(right, left=320), strict=True) for put in pair]
    release = reader(
        TITLE
        + mixed
        + lines("Penutup di bawah kedua kolom ini melintang penuh satu halaman saja, tanpa jeda apa pun.", top=600)
    )
    assert release.text.split("\n\n")[1:3] == [left.replace("\n", " "), right.replace("\n", " ")]
    assert release.text.endswith("tanpa jeda apa pun.")


def test_columns_whose_lines_stand_between_each_other_are_read_one_after_the_other(reader: Reader) -> None:
    left = "Kolom kiri berisi kalimat awal\nyang dibaca lebih dahulu dari\nkolom yang ada di kanan."
    right = "Kolom kanan berisi kalimat akhir\nyang dibaca kemudian setelah\nkolom yang ada di kiri."
    release = reader(lines(left) + lines(right, left=320, top=693))
    assert release.text.split("\n\n") == [left.replace("\n", " "), right.replace("\n", " ")]


def test_running_heads_and_page_numbers_are_left_out(reader: Reader) -> None:
    pages = [
        [("Siaran Pers Kementerian", 72, 810, 9), *lines(f"Isi halaman ke-{word} ada di sini."), (f"{n}", 300, 30, 9)]
        for n, word in enumerate(("satu", "dua", "tiga"), 1)
    ]
    assert reader(*pages).text == "\n\n".join(f"Isi halaman ke-{word} ada di sini." for word in ("satu", "dua", "tiga"))


def test_sentence_that_goes_on_over_the_page_is_one_paragraph(reader: Reader) -> None:
    release = reader(lines("Nilai ekspor mesin dan", top=80), lines("suku cadang naik 5 persen."))
    assert release.text == "Nilai ekspor mesin dan suku cadang naik 5 persen."
    assert release.layout is not None
    assert release.layout.place(0, 5)["page"] == 1
    assert release.layout.place(release.text.index("5"), len(release.text))["page"] == 2


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("sektor indus-", "tri tumbuh", "sektor industri tumbuh"),
        ("secara rata-", "rata tumbuh", "secara rata-rata tumbuh"),
        ("kebijakan-", "kebijakan baru", "kebijakan-kebijakan baru"),
        ("pejabat se-", "Indonesia hadir", "pejabat se-Indonesia hadir"),
        ("pada abad ke-", "21 ini", "pada abad ke-21 ini"),
        ("pabrik non-migas lalu non-", "migas naik", "pabrik non-migas lalu non-migas naik"),
    ],
)
def test_hyphens_of_line_breaks_go_and_those_of_words_stay(reader: Reader, before: str, after: str, whole: str) -> None:
    assert reader(lines(f"{before}\n{after}")).text == whole


def test_raised_digit_of_a_footnote_does_not_join_the_number(reader: Reader) -> None:
    release = reader([("naik Rp 7,9", 72, 700, 11), ("1", 130.5, 705, 6), ("juta", 140, 700, 11)])
    assert "7,91" not in release.text
    assert "¹" in release.text


def test_rows_of_a_table_are_left_out_with_a_warning(reader: Reader) -> None:
    rows = [
        put
        for i in range(5)
        for put in (
            (f"Provinsi {'ABCDE'[i]}", 72.0, 600.0 - 14 * i, 11.0),
            (f"{i}2,5", 250.0, 600.0 - 14 * i, 11.0),
            (f"{i}7,1", 350.0, 600.0 - 14 * i, 11.0),
        )
    ]
    release = reader(lines(BODY) + rows)
    assert release.text == BODY.replace("\n", " ")
    assert [w for w in release.warnings if "table" in w]


def test_sidecar_wins_and_metadata_come_last(reader: Reader) -> None:
    page = lines("Kementerian mencatat bahwa nilai ekspor naik.")
    facts = {"Title": "Laporan Ekspor Mesin", "Author": "Humas", "CreationDate": "D:20230507120000"}
    release = reader(page, **facts)
    assert (release.title, release.author, release.published) == ("Laporan Ekspor Mesin", "Humas", "2023-05-07")
    assert [w for w in release.warnings if "was made" in w]
    told = {"title": "T", "published": "2024-02-03", "publisher": "K", "url": "https://a.id"}
    release = reader(page, sidecar=told, **facts)
    assert (release.title, release.published, release.publisher) == ("T", "2024-02-03", "K")
    assert release.warnings == ()


@pytest.mark.parametrize("name", ["Microsoft Word - rilis.docx", "rilis final.indd", "Untitled-1", ""])
def test_name_that_a_program_gave_is_no_title(reader: Reader, name: str) -> None:
    assert reader(lines("Kementerian mencatat nilai ekspor naik."), Title=name).title == ""


def test_page_and_box_of_rows_are_in_the_json_lines_and_verified(
    nlp: Language, rulebook: Rulebook, tmp_path: Path
) -> None:
    sources, out = tmp_path / "in", tmp_path / "out"
    sources.mkdir()
    (sources / "a.pdf").write_bytes(pdf(lines("Halaman pertama."), TITLE + lines(BODY)))
    run([sources], out, ["csv", "jsonl"], nlp, lambda _done, _total: None)
    rows = [json.loads(line) for line in (out / "observations.jsonl").read_text(encoding="utf-8").splitlines()]
    (row,) = [row for row in rows if row["value"] == "7900000000"]
    assert row["page"] == 2
    assert "source_start" not in row
    with pypdfium2.PdfDocument(sources / "a.pdf") as document:
        shown = document[1].get_textpage().get_text_bounded(*row["bbox"])
    assert shown.strip() == row["surface"]
    assert verify(out, [sources], rulebook) == (len(rows), {})
    lied = (out / "observations.jsonl").read_text(encoding="utf-8").replace('"page": 2', '"page": 1')
    (out / "observations.jsonl").write_text(lied, encoding="utf-8")
    assert "page and bbox are not where the surface stands" in verify(out, [sources], rulebook)[1]


# ---- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no PDF"),
        (b"<html>", "no PDF"),
        (b"%PDF-1.7\n", "cut short"),
        (pdf(lines(BODY))[:300], "cut short"),
        (pdf([]), "scanned"),
        (pdf([], []), "scanned"),
    ],
)
def test_pdf_without_text_is_set_aside_with_its_reason(reader: Reader, content: bytes, reason: str) -> None:
    with pytest.raises(ReleaseError, match=reason):
        reader(content)


def test_encrypted_pdf_is_set_aside(reader: Reader) -> None:
    raw = pdf(lines(BODY))
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")>>/ID[(x)(x)]"
    place = raw.rindex(b"trailer")
    place = raw.index(b"<<", place) + 2
    with pytest.raises(ReleaseError, match="encrypted"):
        reader(raw[:place] + lock + raw[place:])


def test_pages_without_text_are_named(reader: Reader) -> None:
    assert "pages without text: 2" in reader(lines(BODY), []).warnings


def test_missing_library_is_told_with_the_extra(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "pypdfium2":
            raise ImportError(name)
        return load(name, *rest)

    content = pdf(lines(BODY))
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ReleaseError, match=r"kabarangka\[documents\]"):
        reader(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_of_a_pdf_gives_releases_or_failures(rulebook: Rulebook, data: st.DataObject) -> None:
    content = bytearray(pdf(TITLE + lines(BODY)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    raw = bytes(content[: data.draw(st.integers(0, len(content)))]) if data.draw(st.booleans()) else bytes(content)
    for found in releases(File(Path("a.pdf"), "a.pdf", raw), rulebook):
        assert isinstance(found, Failure) or (found.layout and len(found.layout.boxes) == 4 * len(found.text))
