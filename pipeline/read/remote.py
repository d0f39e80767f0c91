"""URLs in, what lies there out: listed, sized and opened through fsspec, with whatever driver the user has."""

import fnmatch
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from pipeline.errors import UsageError

WILD = "*?["
TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "modificationTime", "created")
TAGS = ("ETag", "etag", "md5Hash", "content_md5", "crc32c", "generation", "version_id", "VersionId", "ino")


@dataclass(frozen=True, slots=True)
class Remote:
    """Hold one file at a URL as it was listed.

    `mtime_ns` is the time in seconds, with a digest of the tags of the content (ETag, checksum) for nanoseconds; -1
    when the file system tells neither, so that only the content can tell whether the file is the same.
    """

    url: str
    size: int = -1
    mtime_ns: int = 0
    sidecar: "Remote | None" = None

    def open(self) -> BinaryIO:
        """Open the bytes. Raises `OSError`, whatever the driver raises."""
        with _as_oserror():
            fs, path = _file_system(self.url)
            return cast(BinaryIO, fs.open(path, "rb"))

    def read(self) -> bytes:
        """Return the bytes. Raises `OSError`, whatever the driver raises."""
        with _as_oserror():
            fs, path = _file_system(self.url)
            return bytes(fs.cat_file(path))


def is_url(text: str) -> bool:
    """Tell whether an input is a URL and no path."""
    return "://" in text


def find_remote(url: str) -> Iterator[tuple[str, Remote]]:
    """Yield the files at or under a URL, which may hold wildcards, with their names below it; sidecars with them.

    Raises `UsageError` without a driver, and where nothing can be listed.
    """
    fs, root = _file_system(url)
    try:
        found, base = _listed(fs, root)
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise UsageError(f"{url}: cannot be listed ({told}); check the URL and your credentials") from error
    seen = {path: _remote(fs, path, info) for path, info in found.items() if info.get("type", "file") == "file"}
    for path, remote in seen.items():
        bare = PurePosixPath(path.removesuffix(".gz"))
        beside = seen.get(str(bare.with_suffix(".json"))) if bare.suffix != ".json" else None
        name = path[len(base) :].lstrip("/")
        yield name, Remote(remote.url, remote.size, remote.mtime_ns, beside)


def _listed(fs: Any, root: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Return all files with what is known of them, and the path that their names are relative to."""
    if any(sign in root for sign in WILD):
        fixed = root[: min(root.find(sign) for sign in WILD if sign in root)]
        return dict(fs.glob(root, detail=True)), fixed.rpartition("/")[0]
    if not fs.isfile(root):
        return dict(fs.find(root, detail=True)), root
    parent, name = root.rpartition("/")[::2]
    found = {root: fs.info(root)}
    beside = str(PurePosixPath(root.removesuffix(".gz")).with_suffix(".json"))
    if PurePosixPath(name).suffix and beside != root and fs.isfile(beside):
        found[beside] = fs.info(beside)
    return found, parent


def names_of_one(url: str, name: str) -> bool:
    """Tell whether a name is that of the one file or wildcard that a URL names, and not of its sidecar."""
    return fnmatch.fnmatchcase(name, url.rpartition("/")[2])


def _remote(fs: Any, path: str, info: dict[str, Any]) -> Remote:
    tags = [str(info[tag]) for tag in TAGS if info.get(tag)]
    seconds = next((_nanoseconds(info[name]) for name in TIMES if info.get(name)), 0)
    stamp = seconds
    if tags:
        digest = hashlib.sha256("\0".join([*tags, str(seconds)]).encode()).digest()
        stamp = seconds // 1_000_000_000 * 1_000_000_000 + int.from_bytes(digest[:8], "big") % 1_000_000_000
    return Remote(fs.unstrip_protocol(path), int(info.get("size") or 0), stamp or -1)


def _nanoseconds(time: Any) -> int:
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            return 0
    if isinstance(time, datetime):
        return int(time.timestamp()) * 1_000_000_000 + time.microsecond * 1000
    if not isinstance(time, int | float):
        return 0
    seconds = time / 1000 if time > 1e11 else time  # HDFS tells milliseconds
    return int(seconds * 1_000_000) * 1000


def _file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path in it. Raises `UsageError` without a driver."""
    if "::" in url:
        raise UsageError(f"{url}: chained URLs are not read; give the one that names the files")
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(url)
    except ImportError as error:
        raise UsageError(f"{url}: no driver for it ({error}); install that with pip") from error
    except ValueError as error:
        raise UsageError(f"{url}: {error}; give s3://, gs://, hdfs://, file:// or another that fsspec knows") from error
    except Exception as error:
        raise UsageError(f"{url}: cannot be used ({type(error).__name__}: {error}); check it") from error
    return fs, str(path).rstrip("/")


@contextmanager
def _as_oserror() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(0, " ".join(f"{type(error).__name__}: {error}".split())[:300]) from error
