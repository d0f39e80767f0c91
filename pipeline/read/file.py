"""A path or a member of an archive in, its bytes out (unpacked where it ends in .gz), and its name in the table."""

import gzip
import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import ReleaseError
from pipeline.read.remote import Remote

# What packed bytes raise when they are broken; the first is also raised by the file system.
BROKEN = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class File:
    """Hold one file to read: where it lies and its name in the table, which is relative to the given root.

    `data` are the bytes of a member of an archive and `beside` those of its sidecar; None for a file of its own.
    `columns` says how a table of articles is read: pairs of a field of the release and the column that holds it.
    `remote` is where the bytes are when that is a URL; `path` is the end of it then.
    """

    path: Path
    name: str
    data: bytes | None = field(default=None, repr=False)
    beside: bytes | None = field(default=None, repr=False)
    columns: tuple[tuple[str, str], ...] = ()
    remote: Remote | None = None

    @property
    def packed(self) -> bool:
        """Tell whether the bytes are packed by gzip, by the name."""
        return self.path.suffix.lower() == ".gz"

    @property
    def bare(self) -> Path:
        """Return the path without .gz."""
        return self.path.with_suffix("") if self.packed else self.path

    @property
    def suffix(self) -> str:
        """Return the suffix in small letters, with its dot; that before .gz."""
        return self.bare.suffix.lower()

    @property
    def release_id(self) -> str:
        """Return the name without the suffix."""
        name = self.name.removesuffix(self.path.suffix) if self.packed else self.name
        return name.removesuffix(self.bare.suffix)

    def read(self, limit: int) -> bytes:
        """Return the bytes, unpacked. Raises `ReleaseError` when they cannot be read or are more than `limit`."""
        try:
            size = self.size()
            if size > limit:
                raise self.too_large(size, limit)
            if self.packed:
                return self._unpacked(limit)
            if self.remote:
                return self.remote.read()
            return self.data if self.data is not None else self.path.read_bytes()
        except BROKEN as error:
            raise self.unreadable(error) from error

    def size(self) -> int:
        """Return the number of bytes, packed as they are. Raises `OSError`."""
        if self.data is not None:
            return len(self.data)
        return self.remote.size if self.remote else self.path.stat().st_size

    def _unpacked(self, limit: int) -> bytes:
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise self.too_large(len(data), limit)
        return data

    def open(self) -> BinaryIO:
        """Open the bytes for reading piece by piece, unpacked; what is broken in them raises one of `BROKEN` then."""
        where: Path | BinaryIO = self.path if self.data is None else io.BytesIO(self.data)
        if self.remote:
            where = self.remote.open()
        if self.packed:
            return cast(BinaryIO, gzip.open(where, "rb"))
        return where.open("rb") if isinstance(where, Path) else where

    def sidecar(self) -> bytes | None:
        """Return the bytes of the file NAME.json beside it; None without one. Raises `OSError`."""
        if self.data is not None:
            return self.beside
        if self.remote:
            return self.remote.sidecar.read() if self.remote.sidecar else None
        beside = self.bare.with_suffix(".json")
        return beside.read_bytes() if beside.is_file() else None

    def too_large(self, size: int, limit: int) -> ReleaseError:
        """Return the error of a file that is larger than its reader takes."""
        more = "unpacked, more than" if self.packed and size == limit + 1 else f"{size:,} bytes, over"
        return ReleaseError(self.name, f"{more} the limit of {limit:,}", "split it into single releases")

    def unreadable(self, error: BaseException) -> ReleaseError:
        """Return the error of a file whose bytes cannot be read."""
        if isinstance(error, OSError) and error.strerror:
            remedy = "check that it exists and its permissions"
            return ReleaseError(self.name, f"cannot be read ({error.strerror})", remedy)
        return ReleaseError(self.name, f"broken or no gzip file ({error})", "pack or fetch it again")
