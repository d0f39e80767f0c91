"""Paths in, the files under them out, sorted by their name in the table."""

import glob
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.read import FORMATS, File, find_remote, format_of, names_of_one


def find_sources(paths: Sequence[Path | str], columns: tuple[tuple[str, str], ...] = ()) -> list[File]:
    """Return the files under the paths and URLs, sorted by name. Raises `UsageError` for a path that holds none.

    `columns` says which columns of tables of articles hold the fields of a release.
    """
    found: dict[str, File] = {}
    for root in paths:
        files = _at_url(root) if isinstance(root, str) else _files(root)
        if not files:
            known = ", ".join(suffix for f in FORMATS for suffix in f.suffixes)
            raise UsageError(f"{root}: no releases here; give a folder with {known} files")
        for file in files:
            other = found.setdefault(file.name, file)
            if other is not file and _place(other) != _place(file):
                raise UsageError(f"{_place(file)}: {_place(other)} has the same name; run the folder above both")
    return sorted((replace(file, columns=columns) for file in found.values()), key=lambda file: file.name)


def stored_name(file: File) -> str:
    """Return the name under which the store knows a file: its own, or one that can be printed."""
    return file.name.encode("utf-8", "backslashreplace").decode("utf-8")


def shard_of(files: Sequence[File], shard: str) -> list[File]:
    """Return the files of shard "I/N", of all for "": a digest of the name decides. Raises `UsageError` for another."""
    if not shard:
        return list(files)
    found = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", shard)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"--shard {shard}: write I/N, such as 1/4 for the first of four")
    place, number = int(found[1]) - 1, int(found[2])
    return [file for file in files if _number(stored_name(file)) % number == place]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def _place(file: File) -> str:
    return file.remote.url if file.remote else str(file.path.resolve())


def _at_url(url: str) -> list[File]:
    """Return the files under a URL that readers take from folders, or the one that it names."""
    found = []
    for name, remote in find_remote(url):
        known = format_of(name)
        if known and (known.in_folders or names_of_one(url, name)):
            found.append(File(Path(name), name, remote=remote))
    return found


def _files(root: Path) -> list[File]:
    if root.is_dir():
        return [File(Path(path), name) for path, name in _below(str(root), "")]
    if root.exists():
        return [File(root, root.name)]
    if matches := [Path(p) for p in sorted(glob.glob(str(root))) if Path(p).is_file()]:
        return [File(p, p.name) for p in matches]
    raise UsageError(f"{root}: no such file or folder; check the path")


def _below(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield path and name of the files that readers take, in a folder and the folders in it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{prefix}{entry.name}/")
            elif (known := format_of(entry.name)) and known.in_folders and entry.is_file():
                yield entry.path, prefix + entry.name
