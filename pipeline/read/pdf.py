"""A PDF file in, one `Release` out: its text in reading order, with the page and the box of each character."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from pipeline.errors import ReleaseError
from pipeline.read.dates import find_date, iso_date
from pipeline.read.file import File
from pipeline.read.metadata import date_of, sidecar
from pipeline.read.pdf_lines import Line, lines_of
from pipeline.read.pdf_order import ordered
from pipeline.read.pdf_paragraphs import Paragraph, paragraphs, without_running
from pipeline.records import Layout, Release
from pipeline.rulebook import Rulebook

MAX_BYTES = 200_000_000
MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000
UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
# Names that programs give to a document of which they know none.
NO_TITLE = re.compile(
    r"microsoft \w+ - .*|.*\.(?:docx?|pptx?|xlsx?|indd|pdf|cdr|pmd|rtf|odt)|untitled.*|document\d*|\W*", re.IGNORECASE
)
LONGEST_TITLE = 300


def read(file: File, rulebook: Rulebook) -> Iterator[Release]:
    """Yield the release of a PDF. Raises `ReleaseError` for one that is broken, encrypted, scanned or too large."""
    with closing(_opened(file)) as document:
        pages, warnings = _pages(file, document)
        facts = document.get_metadata_dict()
    found = paragraphs(without_running(pages))
    text = "\n\n".join(p.text for p in found)
    if not text.strip():
        raise ReleaseError(file.name, "its pages hold no running text", "give the text of the release")
    if len(UNREADABLE.findall(text)) > 0.1 * len(text):
        raise ReleaseError(file.name, "its fonts do not tell which letters they show", "run OCR over it first")
    told = sidecar(file)
    title, end = _title(found, facts.get("Title", ""))
    published, undated = date_of(told)
    published = published or find_date(text, rulebook)
    made = MADE.match(facts.get("CreationDate", ""))
    if not published and made and (published := iso_date(*made.groups())):
        warnings.append("published is the day on which the PDF was made; nothing else tells it")
    yield Release(
        file.release_id, file.name, text, told.get("title") or title, end, published, told.get("publisher", ""),
        told.get("author") or facts.get("Author", "").strip(), told.get("url", ""), (*undated, *warnings),
        layout=_layout(found),
    )  # fmt: skip


def _opened(file: File) -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise ReleaseError(file.name, "reading PDF needs pypdfium2", "pip install 'kabarangka[documents]'") from error
    raw = file.read(MAX_BYTES)
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReleaseError(file.name, "the PDF is encrypted", "save it without a password") from error
        reason = "broken or no PDF, perhaps cut short" if raw.startswith(b"%PDF") else "no PDF"
        raise ReleaseError(file.name, reason, "fetch it again") from error
    if not 0 < len(document) <= MAX_PAGES:
        count = len(document)
        document.close()
        reason = "a PDF without pages" if not count else f"{count:,} pages, over the limit of {MAX_PAGES:,}"
        raise ReleaseError(file.name, reason, "split it" if count else "fetch it again")
    return document


def _pages(file: File, document: Any) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of each page in reading order, one page open at a time, and warnings."""
    pages: list[list[Line]] = []
    empty: list[int] = []
    tables: list[int] = []
    characters = 0
    for number in range(len(document)):
        lines, left_out = ordered(lines_of(document, number))
        pages.append(lines)
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise ReleaseError(file.name, f"over {MAX_CHARACTERS:,} characters", "split it")
        empty += [] if lines or left_out else [number + 1]
        tables += [number + 1] if left_out else []
    if len(empty) == len(pages):
        raise ReleaseError(file.name, "a scanned PDF without text (or an empty one)", "run OCR over it first")
    warnings = [f"pages without text: {_listed(empty)}"] if empty else []
    return pages, warnings + ([f"rows of tables left out on pages {_listed(tables)}"] if tables else [])


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def _title(found: list[Paragraph], told: str) -> tuple[str, int]:
    """Return the title: what metadata say where page 1 shows it, else the largest type there, else metadata.

    It ends in the text where it is the first paragraph; 0 elsewhere.
    """
    told = " ".join(told.split())
    first = [p for p in found if p.page == found[0].page and len(p.text) <= LONGEST_TITLE]
    shown = next((p for p in first if told and p.text.casefold() == told.casefold()), None)
    sizes: Counter[float] = Counter()
    for paragraph in found:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    body = max(sizes, key=lambda size: (sizes[size], -size))
    large = max((p for p in first if sum(c.isalpha() for c in p.text) > 9), key=lambda p: round(p.size), default=None)
    title = shown or (large if large and large.size > 1.08 * body else None)
    if title is None:
        return ("" if NO_TITLE.fullmatch(told) else told), 0
    follows = len(found) > 1 and title is found[0]
    return title.text, len(title.text) if follows else 0


def _layout(found: list[Paragraph]) -> Layout:
    starts: list[int] = []
    pages: list[int] = []
    boxes = array("f")
    for paragraph in found:
        if boxes:
            boxes.extend([0.0] * 8)
        for offset, page in paragraph.pages:
            if not pages or pages[-1] != page:
                starts.append(len(boxes) // 4 + offset)
                pages.append(page)
        boxes.extend(paragraph.boxes)
    return Layout(tuple(starts), tuple(pages), boxes)
