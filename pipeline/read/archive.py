"""A ZIP archive in, the releases of its members out; nothing is written, and bombs are refused."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pipeline.errors import ReleaseError
from pipeline.read.file import File
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook

MAX_BYTES = 1_000_000_000
MAX_MEMBERS = 50_000
MAX_MEMBER = 100_000_000
MAX_TOTAL = 4_000_000_000
# Text packs to a twentieth; a hundredth is a bomb. Small members may.
MAX_RATIO = 200
SMALL = 1_000_000
ENCRYPTED = 0x1
# What the archive module raises for broken bytes, unknown packing and names that are none.
BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, zlib.error)
BROKEN_MEMBER = (*BROKEN, lzma.LZMAError, KeyError, OverflowError, struct.error)


def read(file: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    """Yield the releases of the members by name; a `Failure` for a member that cannot be read.

    Raises `ReleaseError` for what is no archive, or for one over a limit.
    """
    # The list of formats holds this reader, so it is looked up when it is needed.
    from pipeline.read import format_of, releases

    with _opened(file) as stream, _directory(file, stream) as packed:
        members = _members(file, packed)
        taken = [name for name in members if format_of(name) is not None]
        total = sum(members[name].file_size for name in taken)
        if total > MAX_TOTAL:
            raise ReleaseError(file.name, f"unpacked {total:,} bytes, over the limit of {MAX_TOTAL:,}", "split it")
        if not taken:
            raise ReleaseError(file.name, "it holds no file that a reader takes", "give an archive of releases")
        for name in taken:
            try:
                yield from releases(_member(file, packed, members, name), rulebook)
            except ReleaseError as error:
                yield Failure.of(error)


def _opened(file: File) -> BinaryIO:
    try:
        if file.packed:
            return io.BytesIO(file.read(MAX_BYTES))
        size = file.size()
        if size > MAX_BYTES:
            raise file.too_large(size, MAX_BYTES)
        return file.open()
    except OSError as error:
        raise file.unreadable(error) from error


def _directory(file: File, stream: BinaryIO) -> zipfile.ZipFile:
    try:
        _check_directory(file, stream.seek(0, 2), stream)
        return zipfile.ZipFile(stream)
    except BROKEN as error:
        raise ReleaseError(file.name, f"broken or no ZIP archive ({error})", "pack or fetch it again") from error


def _check_directory(file: File, size: int, stream: BinaryIO) -> None:
    """Refuse a list of members that would not fit in memory before it is read."""
    stream.seek(max(0, size - 65_557))
    tail: bytes = stream.read(65_557)
    place = tail.rfind(b"PK\5\6")
    if place >= 0 and len(tail) >= place + 16:
        count, length = struct.unpack("<HI", tail[place + 10 : place + 16])
        if count > MAX_MEMBERS or length > 300 * MAX_MEMBERS:
            raise ReleaseError(file.name, f"it holds more than {MAX_MEMBERS:,} members", "split it")


def _members(file: File, packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name, in order; the first of a name counts."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in packed.infolist():
        parts = PurePosixPath(info.filename).parts
        hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
        if not info.is_dir() and not hidden and parts:
            found.setdefault(info.filename, info)
    if len(found) > MAX_MEMBERS:
        raise ReleaseError(file.name, f"it holds more than {MAX_MEMBERS:,} members", "split it")
    return dict(sorted(found.items()))


def _member(file: File, packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str) -> File:
    """Return a member as a file of its own. Raises `ReleaseError` when it cannot be unpacked."""
    source = f"{file.name}/{name}"
    member = File(Path(file.path.name, *PurePosixPath(name.lstrip("/")).parts), source, columns=file.columns)
    if member.suffix == ".zip":
        raise ReleaseError(source, "an archive in an archive", "unpack it first")
    beside = members.get(
        str(PurePosixPath(name.removesuffix(member.path.suffix) if member.packed else name).with_suffix(".json"))
    )
    sidecar = _unpacked(packed, beside, source) if beside else None
    return File(member.path, source, _unpacked(packed, members[name], source), sidecar, file.columns)


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, source: str) -> bytes:
    if info.flag_bits & ENCRYPTED:
        raise ReleaseError(source, "it is encrypted", "unpack it with its password")
    if info.file_size > MAX_MEMBER:
        raise ReleaseError(source, f"{info.file_size:,} bytes, over the limit of {MAX_MEMBER:,}", "split it")
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise ReleaseError(source, f"packed to less than a {MAX_RATIO}th, as bombs are", "unpack it first")
    try:
        with packed.open(info) as stream:
            return stream.read(MAX_MEMBER)
    except BROKEN_MEMBER as error:
        raise ReleaseError(source, f"cannot be unpacked ({error})", "pack or fetch the archive again") from error
