"""A number for every row of a draft, also where the column 序号 has none, has it twice or has something else.

Not here: what is wrong with the numbers (``validation``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg_service.model import ReadRow

_SURROGATE = re.compile("[\ud800-\udfff]")

MOST = 1_000_000
"""Greatest number that is taken as it is printed."""


def numbered(rows: Sequence[ReadRow]) -> dict[int, ReadRow]:
    """The rows by number; one whose number is missing, taken or out of reach gets the next that is free.

    Returns:
        In the order of the numbers.
    """
    found: dict[int, ReadRow] = {}
    rest = []
    for row in map(_writable, rows):
        number = row.number
        if number is None or number in found or number > MOST:
            rest.append(row)
        else:
            found[number] = row
    following = max(found, default=0) + 1
    found.update(enumerate(rest, following))
    return dict(sorted(found.items()))


def _writable(row: ReadRow) -> ReadRow:
    """The row without halves of surrogate pairs, which no file can hold."""
    texts = (*row.bodies, *(cell.text for cell in row.cells.values()))
    if not any(_SURROGATE.search(text) for text in texts):
        return row
    cells = {column: replace(cell, text=_mended(cell.text)) for column, cell in row.cells.items()}
    return ReadRow(cells, tuple(map(_mended, row.bodies)))


def _mended(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
