"""Plain text: tables that a conversion or a clipboard has flattened.

The form is recognized by how the headings stand: each opened by a tab, on one line between tabs, between bars
or commas, or one a line. Text cannot tell a merged cell from an empty one.

Not here: which characters the bytes are (``encoding``), the forms themselves (``flat_tabs``, ``flat_lines``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg_service.editions.reading import delimited
from kg_service.editions.reading.encoding import decode
from kg_service.editions.reading.flat import Flat, Line, is_blank, lines_of, to_around, to_grid
from kg_service.editions.reading.flat_lines import one_a_line, parted_by_bars
from kg_service.editions.reading.flat_tabs import opened_by_tabs, parted_by_tabs
from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.headings import are_headings
from kg_service.model import Remark

_SEPARATORS = ",;，；"
_QUOTED = re.compile(r'(?:^|\t)"[^"]', re.MULTILINE)


def read(content: bytes, document: str) -> RawDocument:
    """Take a plain text apart.

    Args:
        content: The file.
        document: What the person calls it.

    Returns:
        One grid, if a table is recognized; its places are lines as RFC 5147 counts them.

    Raises:
        UnreadableDocumentError: It is no text, or CSV with a quotation mark that is not closed.
        DocumentTooLargeError: It has too many rows, columns or characters in a cell.
    """
    decoded = decode(content, document)
    lines = lines_of(decoded.text)
    if _is_delimited(decoded.text, lines):
        return replace(delimited.taken_apart(decoded, document), format="txt")
    flat = _recognized(lines, document)
    remarks: tuple[Remark, ...] = decoded.remarks(document)
    if flat is None:
        flat = Flat(before=[line for line in lines if not is_blank(line)])
        return RawDocument(document, "txt", (), to_around(flat, document), remarks)
    grid = to_grid(flat, document)
    return RawDocument(document, "txt", (grid,), to_around(flat, document), (*remarks, *flat.remarks))


def _recognized(lines: Sequence[Line], document: str) -> Flat | None:
    has_tabs = any("\t" in line.text for line in lines)
    if has_tabs:
        flat = parted_by_tabs(lines, document) or opened_by_tabs(lines, document)
        if flat is not None:
            return flat
    return parted_by_bars(lines) or one_a_line(lines, document)


def _is_delimited(text: str, lines: Sequence[Line]) -> bool:
    """Whether this is CSV, or what a spreadsheet program puts on the clipboard with cells in quotes."""
    for line in lines:
        for separator in _SEPARATORS:
            if are_headings(cell.strip().strip('"') for cell in line.text.split(separator)):
                return True
        if are_headings(line.text.split("\t")):
            return bool(_QUOTED.search(text))
    return False
