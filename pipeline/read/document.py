"""A DOCX file in, one `Release` out: paragraphs, headings, lists and rows of tables in order, a paragraph each."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReleaseError
from pipeline.read.canonical import RAISED, canonical
from pipeline.read.cells import sentences
from pipeline.read.dates import find_date
from pipeline.read.file import File
from pipeline.read.metadata import date_of, sidecar
from pipeline.read.text import title_end
from pipeline.records import Release
from pipeline.rulebook import Rulebook

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_PART = 60_000_000
LONGEST_TITLE = 300
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was deleted, moved away, or stands a second time for older programs; text boxes are no running text.
LEFT_OUT = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}txbxContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}


def read(file: File, rulebook: Rulebook) -> Iterator[Release]:
    """Yield the release of a document; it has no offsets into its source. Raises `ReleaseError` for what is none."""
    document = _opened(file)
    warnings: list[str] = []
    blocks = [canonical(block)[0].strip() for block in _blocks(document.element.body, warnings)]
    text = "\n\n".join(filter(None, blocks))
    if not text:
        raise ReleaseError(file.name, "a document without text", "give its text; pictures need OCR first")
    told = sidecar(file)
    title, end = _title(document, text, told.get("title", ""))
    published, undated = date_of(told)
    published = published or find_date(text, rulebook)
    if not published and (created := document.core_properties.created):
        published = created.date().isoformat()
        warnings.append("published is the day on which the document was made; nothing else tells it")
    yield Release(
        file.release_id, file.name, text, title, end, published, told.get("publisher", ""),
        told.get("author") or (document.core_properties.author or "").strip(),
        told.get("url", ""), (*undated, *warnings),
    )  # fmt: skip


def _opened(file: File) -> Any:
    try:
        import docx
    except ImportError as error:
        raise ReleaseError(
            file.name, "reading DOCX needs python-docx", "pip install 'kabarangka[documents]'"
        ) from error
    raw = file.read(MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            sizes = [info.file_size for info in packed.infolist()]
        if sum(sizes) > MAX_UNPACKED or max(sizes, default=0) > MAX_PART:
            raise ReleaseError(file.name, f"unpacked over the limit of {MAX_UNPACKED:,} bytes", "give its text alone")
        document = docx.Document(io.BytesIO(raw))
        if document.element.body is None:
            raise ReleaseError(file.name, "a document without a body", "save it anew")
        _ = document.core_properties.created
    except ReleaseError:
        raise
    except Exception as error:  # python-docx raises what its parsers do: KeyError, XMLSyntaxError, BadZipFile, …
        old = "an old .doc or an encrypted document" if raw.startswith(b"\xd0\xcf\x11\xe0") else "broken or no DOCX"
        raise ReleaseError(file.name, f"{old} ({error})"[:300], "save it anew as .docx without a password") from error
    return document


def _title(document: Any, text: str, told: str) -> tuple[str, int]:
    """Return the title and its end in the text: a heading at the start, else a first paragraph that is no sentence."""
    first = text.split("\n\n", 1)[0]
    end = title_end(text) if len(first) <= LONGEST_TITLE else 0
    named = " ".join((document.core_properties.title or "").split())
    return told or text[:end].strip() or named, end


def _blocks(parent: Any, warnings: list[str]) -> Iterator[str]:
    """Yield the paragraphs in order; those inside content controls and insertions too."""
    for child in parent:
        if child.tag == f"{W}p":
            yield _paragraph(child)
        elif child.tag == f"{W}tbl":
            yield from _table(child, warnings)
        elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            yield from _blocks(child, warnings)


def _table(table: Any, warnings: list[str]) -> Iterator[str]:
    """Yield a table of one column as paragraphs, another as rows that name their columns."""
    rows = [[_cell(cell) for cell in row.iter(f"{W}tc")] for row in table.iterchildren(f"{W}tr")]
    if all(len(row) < 2 for row in rows):
        for row in table.iterchildren(f"{W}tr"):
            for cell in row.iterchildren(f"{W}tc"):
                yield from _blocks(cell, warnings)
        return
    lines, left_out = sentences(rows)
    if left_out:
        warnings.append(f"{left_out} rows of a table without header are left out")
    yield from lines


def _cell(cell: Any) -> str:
    return " ".join(" ".join(_paragraph(p) for p in cell.iter(f"{W}p")).split())


def _paragraph(paragraph: Any) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: Any) -> Iterator[str]:
    """Yield the texts of an element; hidden ones not, raised digits as such, so that no footnote joins a number."""
    for child in element:
        if child.tag in LEFT_OUT or (child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None):
            continue
        if child.tag == f"{W}t":
            properties = element.find(f"{W}rPr/{W}vertAlign")
            raised = properties is not None and properties.get(f"{W}val") == "superscript"
            yield (child.text or "").translate(RAISED) if raised else child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        else:
            yield from _pieces(child)
