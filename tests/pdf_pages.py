"""Pages described by their texts in, the bytes of a PDF out: what the tests read."""

import ctypes
import io
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as raw

Put = tuple[str, float, float, float]
"""A text, the left end and the height of its base line on the page, and the size of its type."""


def pdf(*pages: Sequence[Put], **metadata: str) -> bytes:
    """Return a PDF of A4 pages that show these texts, with what its Info dictionary says."""
    document = pypdfium2.PdfDocument.new()
    font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    for texts in pages:
        page = document.new_page(595, 842)
        for text, left, base, size in texts:
            shown = raw.FPDFPageObj_CreateTextObj(document, font, size)
            written = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
            raw.FPDFText_SetText(shown, ctypes.cast(written, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(shown, 1, 0, 0, 1, left, base)
            raw.FPDFPage_InsertObject(page, shown)
        raw.FPDFPage_GenerateContent(page)
        page.close()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return with_info(buffer.getvalue(), metadata)


def with_info(plain: bytes, metadata: dict[str, str]) -> bytes:
    """Return the PDF without the day on which it was made, and with these facts instead."""
    start = plain.index(b"/CreationDate")
    end = plain.index(b")", start) + 1
    facts = b"".join(f"/{key}({value})".encode("latin-1") for key, value in metadata.items())
    # What was pointed at behind the facts moved, so the table of places is broken; readers build it anew.
    return plain[:start] + facts + plain[end:]


def lines(text: str, left: float = 72, top: float = 700, size: float = 11) -> list[Put]:
    """Return the lines of a text, one below the other."""
    return [(line, left, top - 1.3 * size * i, size) for i, line in enumerate(text.split("\n")) if line]
