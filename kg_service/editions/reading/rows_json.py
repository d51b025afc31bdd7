"""The JSON that ``kg export`` and ``kg read`` write: an array of rows.

Not here: JSON-LD (``rdf``).
"""

from __future__ import annotations

import json

from kg_service.editions.export import HEADING
from kg_service.editions.reading.grid import Grid, RawDocument, row_of
from kg_service.editions.reading.limits import CHARACTERS, ROWS
from kg_service.editions.reading.text import whole
from kg_service.model import Place


def read(content: bytes, document: str) -> RawDocument | None:
    """Take an array of rows apart.

    Args:
        content: The file.
        document: What the person calls it.

    Returns:
        One grid with the keys as its heading, in row 1; None where the file is no array of such objects.

    Raises:
        DocumentTooLargeError: It has too many rows or characters in a cell.
    """
    try:
        rows = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return None
    if not any(set(HEADING) <= set(row) for row in rows) or any(_is_json_ld(row) for row in rows):
        return None
    ROWS.hold(document, len(rows))
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [[_written(key) for key in keys], *([_written(row.get(key)) for key in keys] for row in rows)]
    CHARACTERS.hold(document, max(len(text) for cells in lines for text in cells))
    grid = Grid(
        tuple(row_of(document, at, cells) for at, cells in enumerate(lines, start=1)), Place(document)
    )
    return RawDocument(document, "json", (grid,), ())


def _is_json_ld(row: dict[str, object]) -> bool:
    return any(key.startswith("@") for key in row)


def _written(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(_written, value))
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # JSON can write half of a character, which is none.
    return whole(text)
