"""A path or a member of an archive in, its bytes out, and the name it has in the table."""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ReleaseError


@dataclass(frozen=True, slots=True)
class File:
    """Hold one file to read: where it lies and its name in the table, which is relative to the given root.

    `data` are the bytes of a member of an archive, None for a file of its own.
    """

    path: Path
    name: str
    data: bytes | None = field(default=None, repr=False)

    @property
    def suffix(self) -> str:
        """Return the suffix in small letters, with its dot."""
        return self.path.suffix.lower()

    @property
    def release_id(self) -> str:
        """Return the name without the suffix."""
        return self.name.removesuffix(self.path.suffix)

    def read(self, limit: int) -> bytes:
        """Return the bytes. Raises `ReleaseError` when they cannot be read or are more than `limit`."""
        try:
            size = len(self.data) if self.data is not None else self.path.stat().st_size
            if size > limit:
                reason = f"{size:,} bytes, over the limit of {limit:,}"
                raise ReleaseError(self.name, reason, "split it into single releases")
            return self.data if self.data is not None else self.path.read_bytes()
        except OSError as error:
            remedy = "check that it exists and its permissions"
            raise ReleaseError(self.name, f"cannot be read ({error.strerror})", remedy) from error
