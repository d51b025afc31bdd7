"""Lines of text out of the characters of a page, each known by its place only.

Not here: which characters are of one cell (``pdf``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg_service.editions.reading.radicals import unified

Char: TypeAlias = dict[str, Any]
"""A character as pdfplumber gives it; lengths in points from the upper left corner of the page."""

_SAME_LINE = 0.35
"""Of the height of a character: how far the feet of two characters of one line may be apart."""
_SPACE = 0.17
"""Of the height of a character: a gap that is wider parts two words, where no space is written."""
_SAME_PARAGRAPH = 1.9
"""Of the height of a line: how far the next one of a paragraph may be below it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    top: float
    bottom: float
    height: float
    """Of its tallest character."""


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """The lines from top to bottom, the characters of each from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda each: (_foot(each), each["x0"])):
        if rows and abs(_foot(char) - _foot(rows[-1][-1])) <= _SAME_LINE * max(char["height"], 1):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [line for line in map(_line, rows) if line.text]


def text_of(chars: Iterable[Char]) -> str:
    """The lines, parted by newlines; digits alone are one number that a narrow column has wrapped."""
    lines = [line.text for line in lines_of(chars)]
    return ("" if all(line.isdecimal() for line in lines) else "\n").join(lines)


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one size that follow each other closely, together."""
    found: list[list[Line]] = []
    for line in lines:
        last = found[-1][-1] if found else None
        is_same = last is not None and abs(last.height - line.height) < 0.15 * line.height
        if last is not None and is_same and line.bottom - last.bottom < _SAME_PARAGRAPH * line.height:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _line(chars: list[Char]) -> Line:
    words: list[str] = []
    last: Char | None = None
    # By their middles: an opening quotation mark is often drawn with its empty half over what stands before.
    for char in sorted(chars, key=lambda each: each["x0"] + each["x1"]):
        gap = 0.0 if last is None else char["x0"] - last["x1"]
        if last is not None and gap > _SPACE * min(char["height"], last["height"]):
            words.append(" ")
        words.append(char["text"])
        last = char
    text = unified("".join(words)).strip()
    height = max(char["height"] for char in chars)
    return Line(text, min(char["top"] for char in chars), max(char["bottom"] for char in chars), height)


def _foot(char: Char) -> float:
    """Where the line that the character stands on is; fonts of one line differ in all other lengths."""
    matrix = char.get("matrix")
    if char.get("upright", True) and matrix:
        page_height = char["bottom"] + char["y0"]
        return float(page_height - matrix[5])
    return float(char["bottom"])
