"""The table as flattened text, in the form in which the 2024 list was received.

A tab opens a cell, a blank line ends a row, a merged cell is empty where it is covered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg_service.editions.writing.layout import HEADINGS, lay_out
from kg_service.model import Row


def write(rows: Sequence[Row], title: str) -> bytes:
    """The rows as text in UTF-8.

    An empty cell below a filled one of the same goal reads as merged with it: text can't tell the two.

    Args:
        rows: By number.
        title: Printed above the table.
    """
    blocks = [[title]] if title else []
    blocks.append([f"\t{heading}" for heading in HEADINGS])
    for goal in lay_out(rows):
        for printed in goal:
            cells = zip(printed.texts, printed.deep, strict=True)
            blocks.append([f"\t{_cell(text) if deep else ''}" for text, deep in cells])
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode("utf-8")


def _cell(text: str) -> str:
    """*text* without the characters that would open a cell or end a row."""
    return re.sub(r"\n{2,}", "\n", re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)).replace(
        "\t", " "
    )
