"""Archives and packed files: members by name, sidecars in them, limits, broken and encrypted members set aside."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.read import File, archive, releases
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook
from pipeline.run import run
from pipeline.verify import verify

Members = dict[str, str | bytes]
Reader = Callable[[bytes, str], list[Release | Failure]]
TEXT = "Ekspor Naik 5%\n\nJakarta, 4 Januari 2024 - Nilainya Rp 2 miliar.\n"


def packed(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    def make(content: bytes, name: str = "a.zip") -> list[Release | Failure]:
        (tmp_path / name).write_bytes(content)
        return list(releases(File(tmp_path / name, name), rulebook))

    return make


def test_members_are_releases_sorted_by_name_with_the_archive_in_their_source(reader: Reader) -> None:
    members: Members = {"z.txt": TEXT, "dalam/a.txt": TEXT, "foto.png": b"x", "__MACOSX/z.txt": b"x", ".b.txt": b"x"}
    found = reader(packed(members), "a.zip")
    assert [release.source for release in found] == ["a.zip/dalam/a.txt", "a.zip/z.txt"]
    assert isinstance(found[0], Release)
    assert (found[0].release_id, found[0].published) == ("a.zip/dalam/a", "2024-01-04")


def test_sidecar_in_the_archive_is_that_of_its_member(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"publisher": "luar"}', encoding="utf-8")
    members: Members = {"a.txt": TEXT, "a.json": json.dumps({"publisher": "K"}), "b.txt": TEXT}
    assert [release.publisher for release in reader(packed(members), "a.zip") if isinstance(release, Release)] == [
        "K",
        "",
    ]


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt"])
def test_name_that_leads_elsewhere_is_only_a_name(reader: Reader, name: str) -> None:
    (found,) = reader(packed({name: TEXT, "b.png": b""}), "a.zip")
    assert isinstance(found, Release)
    assert found.source.startswith("a.zip/")


def test_broken_member_is_set_aside_and_the_others_are_read(reader: Reader) -> None:
    content = bytearray(packed({"a.txt": TEXT * 5, "b.txt": TEXT}))
    content[45] ^= 0xFF
    first, second = reader(bytes(content), "a.zip")
    assert isinstance(first, Failure)
    assert first.source == "a.zip/a.txt"
    assert isinstance(second, Release)


def test_encrypted_member_is_set_aside(reader: Reader) -> None:
    content = bytearray(packed({"a.txt": TEXT}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    (found,) = reader(bytes(content), "a.zip")
    assert isinstance(found, Failure)
    assert "encrypted" in found.reason


def test_bombs_and_archives_in_archives_are_set_aside(reader: Reader) -> None:
    first, second = reader(packed({"a.txt": b"0" * 5_000_000, "b.zip": packed({"c.txt": TEXT})}), "a.zip")
    assert isinstance(first, Failure)
    assert "bombs" in first.reason
    assert isinstance(second, Failure)
    assert "archive in an archive" in second.reason


def test_archive_over_a_limit_is_set_aside(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    (found,) = reader(packed({f"{i}.txt": TEXT for i in range(3)}), "a.zip")
    assert isinstance(found, Failure)
    assert "more than 2 members" in found.reason
    monkeypatch.setattr(archive, "MAX_MEMBERS", 9)
    monkeypatch.setattr(archive, "MAX_TOTAL", 100)
    (found,) = reader(packed({f"{i}.txt": TEXT for i in range(3)}), "a.zip")
    assert isinstance(found, Failure)
    assert "over the limit" in found.reason


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"x" * 100, packed({}), packed({"a.png": b"x"})])
def test_what_is_no_archive_of_releases_is_set_aside(reader: Reader, content: bytes) -> None:
    (found,) = reader(content, "a.zip")
    assert isinstance(found, Failure)


# ---- gzip ------------------------------------------------------------------------------------------------------------


def test_packed_file_is_read_as_what_is_in_it_with_its_sidecar(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"publisher": "K"}', encoding="utf-8")
    (found,) = reader(gzip.compress(TEXT.encode()), "a.txt.gz")
    assert isinstance(found, Release)
    assert (found.source, found.release_id, found.text, found.publisher) == ("a.txt.gz", "a", TEXT, "K")


@pytest.mark.parametrize(
    "content",
    [b"", TEXT.encode(), gzip.compress(TEXT.encode(), mtime=0)[:-9], gzip.compress(b"0" * 50_000_000, mtime=0)],
)
def test_broken_or_too_large_packed_file_is_set_aside(reader: Reader, content: bytes) -> None:
    (found,) = reader(content, "a.txt.gz")
    assert isinstance(found, Failure)


def test_rows_of_archives_and_packed_files_are_verified(nlp: Language, rulebook: Rulebook, tmp_path: Path) -> None:
    sources, out = tmp_path / "in", tmp_path / "out"
    sources.mkdir()
    (sources / "a.zip").write_bytes(packed({"dalam/a.txt": TEXT, "b.txt": TEXT.encode("utf-16")}))
    (sources / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    outcome = run([sources], out, ["csv"], nlp, lambda _done, _total: None)
    assert (outcome.releases, outcome.observations, outcome.failures) == (3, 6, ())
    assert verify(out, [sources], rulebook) == (6, {})
    (sources / "a.zip").write_bytes(packed({"b.txt": TEXT.replace("miliar", "juta").encode("utf-16")}))
    rows, faults = verify(out, [sources], rulebook)
    assert (rows, sorted(map(len, faults.values()))) == (6, [2, 2])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_of_an_archive_gives_releases_or_failures(rulebook: Rulebook, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from([".zip", ".txt.gz"]))
    content = bytearray(
        packed({"a.txt": TEXT, "a.json": "{}", "b/c.txt": TEXT})
        if suffix == ".zip"
        else gzip.compress(TEXT.encode(), mtime=0)
    )
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    raw = bytes(content[: data.draw(st.integers(0, len(content)))]) if data.draw(st.booleans()) else bytes(content)
    for found in releases(File(Path("a" + suffix), "a" + suffix, raw), rulebook):
        assert (
            isinstance(found, Failure) or found.original[slice(*(found.source_range(0, 3) or (0, 0)))] == found.text[:3]
        )
