"""DOCX as releases: paragraphs and rows of tables in order, title and date; bombs and broken files are set aside."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import ReleaseError
from pipeline.read import File, read, releases
from pipeline.read.cells import sentences
from pipeline.read.document import MAX_UNPACKED
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook

Reader = Callable[[Any], Release]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def made(*paragraphs: str) -> Any:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    def make(document: Any) -> Release:
        (tmp_path / "a.docx").write_bytes(document if isinstance(document, bytes) else saved(document))
        return read(tmp_path / "a.docx", "a.docx", rulebook)

    return make


def test_paragraphs_headings_and_lists_come_in_order(reader: Reader) -> None:
    document = docx.Document()
    document.add_heading("Ekspor Naik 5 Persen", 0)
    document.add_paragraph("Jakarta, 4 Januari 2024 - Nilainya Rp 7,9 miliar.")
    document.add_paragraph("Mesin naik 3%.", style="List Bullet")
    document.core_properties.author = "Humas"
    release = reader(document)
    assert release.text == (
        "Ekspor Naik 5 Persen\n\nJakarta, 4 Januari 2024 - Nilainya Rp 7,9 miliar.\n\nMesin naik 3%."
    )
    assert (release.title, release.title_end) == ("Ekspor Naik 5 Persen", 20)
    assert (release.published, release.author, release.original) == ("2024-01-04", "Humas", "")


def test_rows_of_a_table_keep_header_and_cell(reader: Reader) -> None:
    document = made("Isi kalimat pertama.")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ("Tahun", "Nilai", "2023", "Rp 7,9 miliar"), strict=True
    ):
        cell.text = text
    document.add_paragraph("Isi kalimat terakhir.")
    assert reader(document).text.split("\n\n")[1:] == ["Tahun: 2023; Nilai: Rp 7,9 miliar", "Isi kalimat terakhir."]


@pytest.mark.parametrize(
    ("rows", "lines", "left_out"),
    [
        ([["Tahun", "Nilai"], ["2023", "7 ton"], ["", ""]], ["Tahun: 2023; Nilai: 7 ton"], 0),
        ([["Uraian", "2022", "2023"], ["Ekspor", "5", "6"]], ["Uraian: Ekspor; 2022: 5; 2023: 6"], 0),
        ([["Ekspor", "7 ton"], ["Impor", "9 ton"]], ["Ekspor: 7 ton", "Impor: 9 ton"], 0),
        ([["1", "7", "8"], ["2", "9", "4"]], [], 2),
        ([["a", "b", "c"], ["1", "2"]], [], 1),
        ([], [], 0),
    ],
)
def test_row_is_read_with_its_header_or_left_out(rows: list[list[str]], lines: list[str], left_out: int) -> None:
    assert sentences(rows) == (lines, left_out)


def test_deleted_text_is_gone_and_inserted_text_is_there(reader: Reader) -> None:
    document = made("Nilai")
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:p {W}><w:ins><w:r><w:t>naik 5%</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>6%</w:delText></w:r></w:del></w:p>"
        ),
    )
    assert reader(document).text == "Nilai\n\nnaik 5%"


def test_number_of_a_footnote_does_not_join_the_number(reader: Reader) -> None:
    document = made()
    paragraph = document.add_paragraph("naik 7,9")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" rahasia").font.hidden = True
    assert reader(document).text == "naik 7,9¹"


def test_day_of_making_counts_only_with_a_warning(reader: Reader) -> None:
    document = made("Isi tanpa tanggal.")
    document.core_properties.created = datetime(2023, 5, 7, tzinfo=UTC)
    release = reader(document)
    assert release.published == "2023-05-07"
    assert "was made" in release.warnings[0]


def test_bomb_is_refused_before_it_is_unpacked(reader: Reader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("word/document.xml", "w") as part:
        for _ in range(MAX_UNPACKED // 1_000_000 + 1):
            part.write(b" " * 1_000_000)
    with pytest.raises(ReleaseError, match="over the limit"):
        reader(buffer.getvalue())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "broken"),
        (b"PK\x03\x04", "broken"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, r"old \.doc"),
        (saved(made()), "without text"),
    ],
)
def test_what_is_no_document_is_set_aside_with_its_reason(reader: Reader, content: bytes, reason: str) -> None:
    with pytest.raises(ReleaseError, match=reason):
        reader(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_change_of_a_document_gives_a_release_or_a_failure(rulebook: Rulebook, data: st.DataObject) -> None:
    content = bytearray(saved(made("Judul", "Isi naik 5%.")))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    raw = bytes(content[: data.draw(st.integers(0, len(content)))]) if data.draw(st.booleans()) else bytes(content)
    (found,) = releases(File(Path("a.docx"), "a.docx", raw), rulebook)
    assert isinstance(found, Failure | Release)
