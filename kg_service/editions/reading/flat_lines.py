"""Flattened tables without tabs: bars between the cells, or one cell a line.

With one cell a line, an empty or covered cell is a blank line (LibreOffice) or none at all (the clipboard).
Where blank lines do not add up, the line of the bodies, or else the longest one, tells the others:
the content stands before the bodies, the name before the content, the group before the name.

Not here: tables with tabs (``flat_tabs``), CSV in a text file (``delimited``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg_service.editions.reading.bodies import are_bodies, goes_on
from kg_service.editions.reading.flat import Flat, Line, Piece, is_blank, is_number, text_of
from kg_service.editions.reading.headings import LEAST_NAMED, NAMED, are_headings, meaning_of
from kg_service.editions.reading.lines import is_note
from kg_service.editions.reading.text import number_text, plain
from kg_service.model import Column, Place, Remark, RemarkKind, Text

_BARS = "|｜│┃║"
_BAR = re.compile(rf"(?<!\\)[{_BARS}]")
_RULE = re.compile(r"[\s|｜│┃║+\-=:—–─━═┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAST_BARS = 3
_LEAST_ROWS = 2
_NEXT_NUMBERS = 3
"""How far a row's number may lie beyond the one before; further, and it is a page number."""

_STACKED = Text(
    "每行一个单元格的文本，分不清哪些格是空的；按行的长短和次序归入各列。请核对。",
    "A text with one cell a line does not say which cells are empty; "
    "lines were told apart by length and order. Please check.",
)


def parted_by_bars(lines: Sequence[Line]) -> Flat | None:
    """Markdown, and tables drawn with lines; None where the text is not in this form."""
    head = next((i for i, line in enumerate(lines) if are_headings(_cells(line.text))), None)
    if head is None:
        return None
    flat = Flat(
        before=[line for line in lines[:head] if not is_blank(line) and not _RULE.fullmatch(line.text)]
    )
    # Rules between all rows say that a row may take several lines; one rule below the heading does not.
    rules = sum(bool(_RULE.fullmatch(line.text)) and not is_blank(line) for line in lines[head:])
    is_ruled = rules > 2
    open_: list[list[Line]] | None = None
    for line in lines[head:]:
        if is_blank(line) or _RULE.fullmatch(line.text):
            open_ = None
        elif len(_BAR.findall(line.text)) < _LEAST_BARS:
            open_ = None
            flat.after.append(line)
        else:
            pieces = [_broken(text, line.number) for text in _cells(line.text)]
            if open_ is not None and is_ruled and len(open_) == len(pieces):
                for piece, more in zip(open_, pieces, strict=True):
                    piece.extend(more)
            else:
                open_ = pieces
                flat.rows.append(list(pieces))
    return flat


def one_a_line(lines: Sequence[Line], document: str) -> Flat | None:
    """One cell a line; None where the text is not in this form."""
    even = _evenly(lines)
    if even is not None:
        return even
    full = [line for line in lines if not is_blank(line)]
    columns = _heading(full)
    if columns is None:
        return None
    first, order = columns
    flat = Flat(before=full[:first])
    heading: list[Piece] = [[line] for line in full[first : first + len(order)]]
    rest = full[first + len(order) :]
    index = [column for column in (Column.GOAL, Column.NUMBER) if column not in order]
    flat.rows.append([*([[]] * len(index)), *heading])
    all_columns = [*index, *order]
    anchors = _anchors(rest)
    if not anchors:
        flat.after += rest
        return flat
    goal: list[Line] = rest[: anchors[0]]
    for at, start in enumerate(anchors):
        end = anchors[at + 1] if at + 1 < len(anchors) else len(rest)
        cells, behind = _row(rest[start + 1 : end], is_last=at + 1 == len(anchors))
        cells |= {Column.NUMBER: [rest[start]], Column.GOAL: goal}
        flat.rows.append([cells.get(column, []) for column in all_columns])
        goal = [line for line in behind if not is_number([line]) and not is_note(line.text)]
        flat.after += [line for line in behind if line not in goal]
        if at + 1 == len(anchors):
            flat.after += goal
    place = Place(document, line=full[first].number)
    flat.remarks.append(Remark(RemarkKind.DOUBTFUL, "one-cell-a-line", _STACKED, "", place))
    return flat


def _evenly(lines: Sequence[Line]) -> Flat | None:
    """Rows of as many lines as there are columns, blank lines counted; None where they do not add up."""
    columns = _heading(lines)
    if columns is None or Column.NUMBER not in columns[1]:
        return None
    first, order = columns
    width, number = len(order), order.index(Column.NUMBER)
    rows = [lines[at : at + width] for at in range(first + width, len(lines) - width + 1, width)]
    while rows and all(is_blank(line) for line in rows[-1]):
        rows.pop()
    while rows and not is_number([rows[-1][number]]):
        rows.pop()
    if len(rows) < _LEAST_ROWS or not all(is_number([row[number]]) for row in rows):
        return None
    end = first + width * (len(rows) + 1)
    flat = Flat(before=[line for line in lines[:first] if not is_blank(line)])
    flat.rows += [[[line] for line in row] for row in (lines[first : first + width], *rows)]
    flat.after += [line for line in lines[end:] if not is_blank(line)]
    return flat


def _cells(text: str) -> list[str]:
    """The cells between bars; bars at the two ends enclose, they part nothing."""
    if not _BAR.search(text):
        return []
    bare = text.strip()
    if _BAR.match(bare):
        bare = bare[1:]
    if _BAR.match(bare[-1:]) and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _BAR.split(bare)]


def _broken(text: str, number: int) -> list[Line]:
    return [Line(each, number) for each in _BREAK.split(text)]


def _heading(lines: Sequence[Line]) -> tuple[int, list[Column]] | None:
    """Index of the first heading and the columns in order."""
    for at in range(len(lines)):
        order: list[Column] = []
        for line in lines[at : at + len(Column)]:
            meaning = meaning_of(line.text)
            if meaning is None or meaning.column in order:
                break
            order.append(meaning.column)
        if len(set(order) & set(NAMED)) >= LEAST_NAMED:
            return at, order
    return None


def _anchors(lines: Sequence[Line]) -> list[int]:
    """Indices of the lines that number a row."""
    found: list[int] = []
    last: int | None = None
    for at, line in enumerate(lines):
        if not is_number([line]):
            continue
        number = int(number_text(plain(line.text)))
        is_far_enough = not found or at - found[-1] > _NEXT_NUMBERS
        if last is None or (is_far_enough and last < number <= last + _NEXT_NUMBERS):
            found.append(at)
            last = number
    return found


def _row(lines: Sequence[Line], *, is_last: bool) -> tuple[dict[Column, Piece], list[Line]]:
    """The cells of a row, and the lines behind it."""
    lines = [line for line in lines if not is_number([line])] if not is_last else list(lines)
    if not lines:
        return {}, []
    bodies = next((at for at in range(2, len(lines)) if are_bodies(lines[at].text)), None)
    longest = max(range(len(lines)), key=lambda at: len(lines[at].text))
    content = longest if bodies is None else bodies - 1
    cells: dict[Column, Piece] = {Column.CONTENT: [lines[content]]}
    if content > 0:
        cells[Column.SERVICE] = [lines[content - 1]]
    if content > 1:
        cells[Column.BENEFICIARY] = lines[: content - 1]
    end = content + 1
    if end < len(lines):
        end += 1
        while end < len(lines) and goes_on(text_of(lines[content + 1 : end]), lines[end].text):
            end += 1
        cells[Column.DEPARTMENTS] = lines[content + 1 : end]
    return cells, list(lines[end:])
