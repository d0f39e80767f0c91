"""Tables of articles: a release a row, columns by name or option, bad rows set aside, the file never held whole."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from spacy.language import Language

from pipeline.errors import UsageError
from pipeline.read import File, plain_of, releases
from pipeline.read.html_dates import Dates
from pipeline.read.published import iso_of
from pipeline.read.table import parse_columns
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook
from pipeline.run import find_sources, run
from pipeline.verify import verify

Found = list[Release | Failure]
Reader = Callable[..., Found]
ROW = {"judul": "Ekspor Naik 5%", "isi": "Nilainya Rp 2 miliar.", "tanggal": "4 Januari 2024", "media": "Antara"}


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    def make(name: str, content: bytes | str, columns: str = "") -> Found:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(releases(File(tmp_path / name, name, columns=parse_columns(columns)), rulebook))

    return make


def table(rows: Sequence[dict[str, Any]], **form: Any) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), **form)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def test_line_of_json_is_a_release(reader: Reader) -> None:
    (found,) = reader("a.jsonl", json.dumps({**ROW, "url": "https://a.id/1", "id": 17}) + "\n\n")
    assert isinstance(found, Release)
    assert (found.source, found.release_id, found.title) == ("a.jsonl#1", "17", "Ekspor Naik 5%")
    assert (found.published, found.publisher, found.url) == ("2024-01-04", "Antara", "https://a.id/1")
    assert found.text == "Ekspor Naik 5%\n\nNilainya Rp 2 miliar."
    assert found.text[: found.title_end] == found.title


def test_bad_lines_are_set_aside_with_their_number_and_the_file_goes_on(reader: Reader) -> None:
    good = json.dumps(ROW)
    found = reader(
        "a.jsonl",
        "\n".join([good, "{", "[1]", '{"isi": ""}', '{"isi": {"a": 1}}', "[" * 100_000, '{"isi": "\\ud800"}', good]),
    )
    bad = [release for release in found if isinstance(release, Failure)]
    assert [failure.source for failure in bad[:5]] == [f"a.jsonl#{i}" for i in range(2, 7)]
    assert "line 2" in bad[0].reason
    assert isinstance(found[-1], Release)
    assert found[-1].source == "a.jsonl#8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_row_of_csv_is_a_release_in_any_encoding(reader: Reader, delimiter: str, encoding: str) -> None:
    rows = [{**ROW, "isi": 'Baris “satu” – é;\n"dua", 5%'}, ROW]
    first, second = reader("a.csv", table(rows, delimiter=delimiter).encode(encoding))
    assert isinstance(first, Release)
    assert first.text.endswith('Baris “satu” – é;\n"dua", 5%')
    assert (first.source, second.source, first.release_id) == ("a.csv#1", "a.csv#2", "a.csv#1")


def test_row_with_other_cells_than_the_header_is_set_aside_with_its_line(reader: Reader) -> None:
    first, second = reader("a.csv", "isi,judul\nsatu,dua,tiga\nNaik 5%,Judul\n")
    assert isinstance(first, Failure)
    assert "line 2 has 3 cells, the header 2" in first.reason
    assert isinstance(second, Release)


def test_large_cells_are_read(reader: Reader) -> None:
    (found,) = reader("a.csv", "isi\n" + "kata " * 60_000 + "\n")
    assert isinstance(found, Release)


def test_option_names_the_columns(reader: Reader) -> None:
    content = "nomor,tajuk,konten,text\n7,Judul,Naik 5%,lain\n"
    (found,) = reader("a.csv", content, "text=konten,title=tajuk,id=nomor")
    assert isinstance(found, Release)
    assert (found.release_id, found.title, found.text) == ("7", "Judul", "Judul\n\nNaik 5%")


@pytest.mark.parametrize(
    ("content", "columns"), [("a,b\n1,2\n", ""), ("isi\nx\n", "text=konten"), ("", ""), ("\n", "")]
)
def test_table_without_a_column_of_texts_is_set_aside(reader: Reader, content: str, columns: str) -> None:
    (found,) = reader("a.csv", content, columns)
    assert isinstance(found, Failure)
    assert found.source == "a.csv"


@pytest.mark.parametrize("option", ["teks=isi", "text", "text=", "=isi"])
def test_wrong_option_is_a_wrong_use_that_names_the_fields(option: str) -> None:
    with pytest.raises(UsageError, match="text, title"):
        parse_columns(option)


def test_html_in_a_cell_is_read_as_a_page_and_its_offsets_lead_back(reader: Reader) -> None:
    body = (
        "<p>Nilai ekspor &amp; impor mencapai <b>Rp&nbsp;2 miliar</b> pada tahun lalu, kata menteri.</p>"
        "<p>Isi kedua yang cukup panjang untuk dibaca orang.</p>"
    )
    (found,) = reader("a.jsonl", json.dumps({**ROW, "isi": body}))
    assert isinstance(found, Release)
    assert "ekspor & impor" in found.text
    assert "<" not in found.text
    start = found.text.index("2 miliar")
    low, high = found.source_range(start, start + 8) or (0, 0)
    assert plain_of(found)(found.original[low:high]) == "2 miliar"


def test_parquet_is_read_row_by_row(reader: Reader) -> None:
    buffer = io.BytesIO()
    rows = pyarrow.table({"isi": ["Naik 5%", None], "tanggal": [datetime(2024, 1, 4), None], "x": [1.5, 2]})
    parquet.write_table(rows, buffer)
    first, second = reader("a.parquet", buffer.getvalue())
    assert isinstance(first, Release)
    assert (first.text, first.published, first.source) == ("Naik 5%", "2024-01-04", "a.parquet#1")
    assert isinstance(second, Failure)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"x" * 100])
def test_broken_parquet_is_set_aside(reader: Reader, content: bytes) -> None:
    (found,) = reader("a.parquet", content)
    assert isinstance(found, Failure)


def test_table_is_taken_only_when_it_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "observations.csv", "b.jsonl.gz"):
        (tmp_path / name).write_bytes(b"x")
    assert [source.name for source in find_sources([tmp_path])] == ["a.txt"]
    assert [source.name for source in find_sources([tmp_path / "b.jsonl.gz"])] == ["b.jsonl.gz"]


def test_large_table_is_never_held_whole(tmp_path: Path, rulebook: Rulebook) -> None:
    line = json.dumps({"isi": "Naik 5%. " * 1000}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line * 1000, 1))
    found = releases(File(tmp_path / "a.jsonl.gz", "a.jsonl.gz"), rulebook)
    next(found)
    tracemalloc.start()
    assert sum(isinstance(release, Release) for release in found) == 999
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_rows_of_tables_are_verified_with_the_columns_of_the_run(
    nlp: Language, rulebook: Rulebook, tmp_path: Path
) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out"
    path.write_text(table([ROW, {**ROW, "isi": "Cafe\u0301 naik 7%."}]), encoding="utf-8", newline="")
    run([path], out, ["csv"], nlp, lambda _done, _total: None)
    assert verify(out, [], rulebook) == (4, {})


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2024-01-04", "2024-01-04"),
        ("2024-01-04T10:00:00+07:00", "2024-01-04"),
        ("2024-01-04T23:30:00Z", "2024-01-05"),
        ("2024-01-04 10:00", "2024-01-04"),
        ("2024/1/4 10:00", "2024-01-04"),
        ("4/1/2024", "2024-01-04"),
        ("04-01-2024 10:00 WIB", "2024-01-04"),
        ("Kamis, 4 Januari 2024 10:30 WIB", "2024-01-04"),
        ("4 Jan 2024", "2024-01-04"),
        ("Thu, 04 Jan 2024 20:00:00 +0000", "2024-01-05"),
        ("1704340800", "2024-01-04"),
        ("1704340800000", "2024-01-04"),
        ("31/2/2024", ""),
        ("kemarin", ""),
        ("", ""),
    ],
)
def test_common_dates_become_iso_dates(rulebook: Rulebook, text: str, published: str) -> None:
    assert iso_of(text, Dates(rulebook)) == published


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_bytes_of_a_table_give_releases_or_failures(rulebook: Rulebook, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from([".jsonl", ".csv", ".tsv", ".parquet"]))
    start = {".jsonl": json.dumps(ROW) + "\n", ".parquet": "PAR1"}.get(suffix, table([ROW]))
    content = bytearray(start.encode() + data.draw(st.binary(max_size=60)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    for found in releases(File(Path("a" + suffix), "a" + suffix, bytes(content)), rulebook):
        assert isinstance(found, Failure) or found.text.encode()
