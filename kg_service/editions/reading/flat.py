"""What the forms of flattened text share: lines with their numbers, rows of cells made of them.

Not here: where a cell or a row ends (``flat_tabs``, ``flat_lines``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg_service.editions.reading.grid import Around, Grid, GridCell, GridRow
from kg_service.editions.reading.limits import CELLS, CHARACTERS, COLUMNS, ROWS
from kg_service.editions.reading.text import number_text, plain
from kg_service.model import Place, Remark

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, or a part of one."""

    text: str
    number: int
    """From 1."""


Piece = Sequence[Line]
"""The lines of a cell; blank ones may be among them."""


@dataclass(slots=True)
class Flat:
    """What a form of flattened text came to."""

    rows: list[list[Piece]] = field(default_factory=list)
    """Heading rows included."""
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    """Lines within and behind the table that are no cell."""
    remarks: list[Remark] = field(default_factory=list)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, as RFC 5147 counts them."""
    return [Line(line, at) for at, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1)]


def text_of(piece: Piece) -> str:
    """The text of a cell, empty lines at its ends left out."""
    return "\n".join(line.text for line in piece).strip("\n\f\v\r")


def is_blank(line: Line) -> bool:
    """Whether nothing stands in it."""
    return not line.text.strip()


def is_number(piece: Piece) -> bool:
    """Whether a cell holds a number and nothing else."""
    text = number_text(plain(text_of(piece)))
    return text.isdecimal() and len(text) <= 6


def to_grid(flat: Flat, document: str) -> Grid:
    """The rows as a grid.

    Raises:
        DocumentTooLargeError: There are too many rows or columns, or a cell is too long.
    """
    ROWS.hold(document, len(flat.rows))
    CELLS.hold(document, sum(map(len, flat.rows)))
    rows = []
    for pieces in flat.rows:
        COLUMNS.hold(document, len(pieces))
        start = next((line.number for piece in pieces for line in piece), None)
        cells, at = [], start
        for position, piece in enumerate(pieces, start=1):
            full = next((line.number for line in piece if not is_blank(line)), None)
            at = full or (piece[0].number if piece else at)
            written = text_of(piece)
            CHARACTERS.hold(document, len(written))
            cells.append(GridCell(written, Place(document, line=at, cell=position)))
        rows.append(GridRow(tuple(cells), Place(document, line=start)))
    return Grid(tuple(rows), rows[0].place if rows else Place(document))


def to_around(flat: Flat, document: str) -> tuple[Around, ...]:
    """The lines outside of the table; markers of bookmarks, which converters leave, apart."""
    around = []
    for is_before, lines in ((True, flat.before), (False, flat.after)):
        for line in lines:
            place = Place(document, line=line.number)
            for marker in _BOOKMARK.findall(line.text):
                around.append(Around("bookmark", marker, place, is_before))
            rest = _BOOKMARK.sub("", line.text)
            if rest.strip():
                around.append(Around("paragraph", rest, place, is_before))
    return tuple(around)
