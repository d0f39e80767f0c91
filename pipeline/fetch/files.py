"""Bytes in, whole files in their places out: written beside, moved by rename, the old one kept."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

PART = ".part"


@dataclass(frozen=True, slots=True)
class Move:
    """Hold a move that is due: `part` to `path`, and what stands at `path` to `old` before; paths from the folder."""

    part: str
    path: str
    old: str = ""


def write_part(folder: Path, path: str, data: bytes) -> str:
    """Write a whole file beside its place, through to the disk; return its name."""
    part = folder / (path + PART)
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path + PART


def finish(folder: Path, move: Move) -> None:
    """Make a move that is due; nothing when a crash came after it. At no moment is there no file at its place."""
    part, path = folder / move.part, folder / move.path
    if not part.exists():
        return
    old = folder / move.old
    if move.old and path.exists() and not old.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        beside = old.with_name(old.name + PART)
        shutil.copyfile(path, beside)
        beside.replace(old)
    part.replace(path)
