"""Files as releases: title, date and metadata, canonical text, and the way back to the source."""

import json
import os
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ReleaseError
from pipeline.read import read
from pipeline.read.canonical import canonical
from pipeline.read.text import MAX_BYTES
from pipeline.records import Release
from pipeline.rulebook import Rulebook

Reader = Callable[..., Release]
BODY = "Judul\n\nIsi berita.\n"


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    """Return a reader of texts or bytes, with a sidecar where one is given."""

    def make(content: str | bytes, sidecar: object = None) -> Release:
        path = tmp_path / "rilis.txt"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if sidecar is not None:
            written = sidecar if isinstance(sidecar, bytes) else json.dumps(sidecar).encode()
            path.with_suffix(".json").write_bytes(written)
        return read(path, "2024/rilis.txt", rulebook)

    return make


# ---- title -----------------------------------------------------------------------------------------------------------


def test_first_line_is_the_title_when_a_blank_line_follows(reader: Reader) -> None:
    release = reader("IKM Serap 65,52% Pekerja\n\nIsi berita.\n")
    assert release.title == "IKM Serap 65,52% Pekerja"
    assert release.text[: release.title_end] == release.title


@pytest.mark.parametrize(
    "text", ["Isi berita saja.\n", "Baris satu\nbaris dua\n\nIsi.", "\n\nIsi.", "Judul saja\n\n", "Judul saja\n\n \n"]
)
def test_text_without_a_title_line_has_no_title(reader: Reader, text: str) -> None:
    release = reader(text)
    assert (release.title, release.title_end) == ("", 0)


def test_release_is_named_after_its_source(reader: Reader) -> None:
    release = reader(BODY)
    assert (release.source, release.release_id) == ("2024/rilis.txt", "2024/rilis")


# ---- front matter and sidecar ----------------------------------------------------------------------------------------


def test_front_matter_gives_metadata_and_is_no_text(reader: Reader) -> None:
    head = "---\ntitle: Judul lain\npublished: 2024-01-04\npublisher: Kemenperin\nurl: https://a.id/1\n---\n\n"
    release = reader(head + BODY)
    assert (release.title, release.published) == ("Judul lain", "2024-01-04")
    assert (release.publisher, release.url) == ("Kemenperin", "https://a.id/1")
    assert release.text == BODY


def test_front_matter_may_have_windows_line_ends_and_a_byte_order_mark(reader: Reader) -> None:
    release = reader("\ufeff---\r\npublisher: K\r\n---\r\n\r\nJudul\r\n\r\nIsi.\r\n")
    assert (release.publisher, release.title, release.text) == ("K", "Judul", "Judul\n\nIsi.\n")


def test_rule_in_the_text_is_no_front_matter(reader: Reader) -> None:
    text = "Judul\n\n---\ntitle: x\n---\n\nIsi.\n"
    assert reader(text).text == text


def test_front_matter_that_never_ends_is_text(reader: Reader) -> None:
    text = "---\ntitle: x\n\nIsi.\n"
    assert reader(text).text == text


def test_sidecar_gives_metadata(reader: Reader) -> None:
    release = reader(BODY, {"title": "T", "published": "2024-05-06", "publisher": "K", "url": "https://a.id"})
    assert (release.title, release.published, release.publisher, release.url) == (
        "T",
        "2024-05-06",
        "K",
        "https://a.id",
    )


def test_sidecar_wins_over_front_matter(reader: Reader) -> None:
    release = reader("---\npublisher: A\nurl: https://a.id\n---\n" + BODY, {"publisher": "B"})
    assert (release.publisher, release.url) == ("B", "https://a.id")


def test_sidecar_may_begin_with_a_byte_order_mark(reader: Reader) -> None:
    assert reader(BODY, b'\xef\xbb\xbf{"publisher": "K"}').publisher == "K"


def test_unknown_keys_and_nulls_of_a_sidecar_are_nothing(reader: Reader) -> None:
    release = reader(BODY, {"publisher": None, "tags": ["a"], "title": ""})
    assert (release.publisher, release.title) == ("", "Judul")


def test_date_that_is_none_gives_a_warning_and_not_a_date(reader: Reader) -> None:
    release = reader(BODY, {"published": "4 Januari 2024"})
    assert release.published == ""
    assert [w for w in release.warnings if "4 Januari 2024" in w]


@pytest.mark.parametrize(
    ("content", "sidecar"),
    [
        ("---\ntitle: [a\n---\n" + BODY, None),
        ("---\n" + "[" * 3000 + "\n---\n" + BODY, None),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n' + BODY, None),
        (BODY, b"{"),
        (BODY, b"\xff\xfe{}"),
        (BODY, b"[" * 100_000),
        (BODY, b'{"title": ' + b"1" * 5000 + b"}"),
    ],
)
def test_broken_metadata_sets_the_release_aside(reader: Reader, content: str, sidecar: bytes | None) -> None:
    with pytest.raises(ReleaseError) as caught:
        reader(content, sidecar)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "sidecar"),
    [(BODY, {"title": "a\ud800b"}), ('---\ntitle: "a\\ud800b"\n---\n' + BODY, None)],
)
def test_metadata_can_always_be_written_as_utf8(reader: Reader, content: str, sidecar: object) -> None:
    try:
        release = reader(content, sidecar)
    except ReleaseError:
        return
    assert release.title.encode("utf-8")


# ---- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Judul\n\nJakarta, 4 Januari 2024 - Isi.", "2024-01-04"),
        ("Judul\n\nJakarta, 17 Agustus 2023 – Isi.", "2023-08-17"),
        ("Judul\n\nJAKARTA, 4 JANUARI 2024 - Isi.", "2024-01-04"),
        ("Judul\n\nJakarta, Kamis, 4 Januari 2024 - Isi.", "2024-01-04"),
        ("Judul\n\nJakarta (4 Januari 2024) - Isi.", "2024-01-04"),
        ("Judul\n\nKata menteri, Kamis (4/1/2024).", "2024-01-04"),
        ("Judul\n\nKata menteri, Kamis (04/01/2024).", "2024-01-04"),
        ("Judul\n\nKata menteri, Kamis (4-1-2024).", "2024-01-04"),
        ("Judul\n\nKata menteri, Kamis (31/2/2024), bukan (1/3/2024).", "2024-03-01"),
        ("Judul\n\nKata menteri, Kamis (4/1).", ""),
        ("Judul\n\nPada 4 Januari 2024 hadir.", ""),
        ("Judul\n\nIsi tanpa tanggal.", ""),
        ("Judul\n\nJakarta, 31 Februari 2024 - Isi.", ""),
    ],
)
def test_text_gives_its_own_date(reader: Reader, text: str, published: str) -> None:
    assert reader(text).published == published


def test_metadata_wins_over_the_date_in_the_text(reader: Reader) -> None:
    assert reader("Judul\n\nKata menteri (4/1/2024).", {"published": "2024-01-05"}).published == "2024-01-05"


# ---- canonical text and the way back ---------------------------------------------------------------------------------


def test_text_that_is_canonical_is_taken_as_it_is(reader: Reader) -> None:
    release = reader(BODY)
    assert (release.text, release.source_map) == (BODY, ())
    assert release.source_range(7, 10) == (7, 10)


def test_digest_is_that_of_the_file_where_nothing_changed(reader: Reader) -> None:
    assert reader("a").text_sha256 == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


SOURCES = {
    "windows line ends": "Judul 5%\r\n\r\nIsi 7% naik.\r\n",
    "old line ends": "Judul 5%\r\rIsi 7% naik.\r",
    "decomposed": "Cafe\u0301 5%\n\nE\u0301kspor 7% naik re\u0301.\n",
    "byte order mark": "\ufeffJudul 5%\n\nIsi 7% naik.\n",
    "front matter": "---\npublisher: Cafe\u0301\n---\n\nJudul 5%\n\nIsi 7% naik.\n",
    "all of them": "\ufeff---\r\ntitle: e\u0301\r\n---\r\nCafe\u0301 5%\r\n\r\nIsi 7% naik.\r\n",
    "accent on the number": "Cafe\u0301\n\nIsi 5%\u0323 lalu 7%\u0301 naik.\n",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_offsets_lead_back_to_the_source(reader: Reader, source: str) -> None:
    release = reader(source)
    for surface in ("5%", "7%"):
        start = release.text.index(surface)
        low, high = release.source_range(start, start + 2) or (-1, -1)
        assert source[low:high] == surface


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_text_is_nfc_with_line_feeds(reader: Reader, source: str) -> None:
    text = reader(source).text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & {"\r", "\ufeff"}


def test_number_after_a_composed_letter_is_where_it_is(reader: Reader) -> None:
    source = "naik e\u0301 5%"
    release = reader(source)
    assert release.text == "naik é 5%"
    assert release.source_range(7, 9) == (8, 10)


def test_map_has_a_place_for_each_character_and_the_end() -> None:
    text, places = canonical("e\u0301\r\na")
    assert text == "é\na"
    assert places == (0, 2, 4, 5)


# ---- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"---\ntitle: x\n---\n\n", "empty"),
        (b"\x7fELF\x02\x01\x01\x00\xff", "binary"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x00", "binary"),
        (b"abc\x00def", "binary"),
    ],
)
def test_file_that_is_no_text_is_refused_with_its_reason(reader: Reader, content: bytes, reason: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        reader(content)
    assert reason in caught.value.reason
    assert caught.value.source == "2024/rilis.txt"
    assert caught.value.remedy
    assert str(caught.value) == f"2024/rilis.txt: {caught.value.reason}; {caught.value.remedy}"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_text_in_another_encoding_is_read_and_the_way_back_leads_to_what_was_decoded(
    reader: Reader, encoding: str
) -> None:
    release = reader("Harga kopi café naik 5%\r\n\r\nIsi 7% naik.".encode(encoding))
    assert release.text == "Harga kopi café naik 5%\n\nIsi 7% naik."
    assert bool(release.warnings) == (encoding not in ("utf-16", "utf-32"))
    start = release.text.index("7%")
    low, high = release.source_range(start, start + 2) or (-1, -1)
    assert release.original[low:high] == "7%"


def test_mojibake_is_mended_and_offsets_point_into_the_mended_text(reader: Reader) -> None:
    release = reader("Ekspor – naik\n\nNilainya “5%”.".encode().decode("latin-1"))
    assert release.text == "Ekspor – naik\n\nNilainya “5%”."
    assert release.original == release.text
    assert "mojibake" in release.warnings[0]


def test_file_of_fifty_megabytes_is_refused_before_it_is_read(
    tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "besar.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    with pytest.raises(ReleaseError, match=r"besar.txt: 50,000,000 bytes, over the limit"):
        read(path, "besar.txt", rulebook)


def test_limit_lets_a_long_report_pass() -> None:
    assert MAX_BYTES >= 5_000_000


def test_file_that_may_not_be_read_is_refused(
    tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rahasia.txt"
    path.write_text(BODY, encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReleaseError, match=r"cannot be read \(Permission denied\); check"):
        read(path, path.name, rulebook)


def test_permissions_are_told(tmp_path: Path, rulebook: Rulebook) -> None:
    path = tmp_path / "rahasia.txt"
    path.write_text(BODY, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read(path, path.name, rulebook)


def test_file_that_is_gone_is_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    with pytest.raises(ReleaseError, match="cannot be read"):
        read(tmp_path / "x.txt", "x.txt", rulebook)


@pytest.mark.parametrize("name", ["rilis.xyz", "rilis", ".txt", "rilis.gz"])
def test_file_of_another_format_is_refused_with_the_formats_there_are(
    tmp_path: Path, rulebook: Rulebook, name: str
) -> None:
    (tmp_path / name).write_text(BODY, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"no reader for .*; give .*\.txt"):
        read(tmp_path / name, name, rulebook)


def test_suffix_in_capitals_is_read(tmp_path: Path, rulebook: Rulebook) -> None:
    (tmp_path / "RILIS.TXT").write_text(BODY, encoding="utf-8")
    assert read(tmp_path / "RILIS.TXT", "RILIS.TXT", rulebook).title == "Judul"


def test_long_run_of_letters_is_read_at_once(reader: Reader) -> None:
    # The date line is sought in the title too; with quadratic time ten times as many letters would take a minute.
    start = time.process_time()
    assert reader("a" * 10_000 + "\n\nx").published == ""
    assert time.process_time() - start < 0.5
