"""From sifted lines to the rows of the list: halves joined, values taken from merged and upper cells.

A line without a number is the second half of a row that a page break parted, or a row that lacks its number;
the numbers around it, and what it holds, decide.

Not here: which lines belong to the list (``sift``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg_service.editions.reading.bodies import are_bodies, goes_on, split_bodies
from kg_service.editions.reading.goals import split_goal
from kg_service.editions.reading.grid import GridCell
from kg_service.editions.reading.remarks import doubtful, furniture
from kg_service.editions.reading.sift import Line
from kg_service.editions.reading.text import number_text, plain, squeezed
from kg_service.model import Cell, Column, Place, ReadRow, Remark

_FILLED = (Column.GOAL, Column.BENEFICIARY)
"""Columns in which an empty cell may stand for the one above."""
_PAIRS = ("()", "（）", "“”", "《》", "〔〕", "「」")


@dataclass(slots=True)
class _Draft:
    """A row while its halves may still come."""

    line: Line
    pieces: dict[Column, list[GridCell]]
    cells: dict[Column, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """What the lines came to."""

    rows: list[ReadRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def build_rows(lines: Sequence[Line], tells_merges: bool) -> Rows:
    """The rows of the list.

    Args:
        lines: In the document's order.
        tells_merges: Whether the file kind can tell a merged cell from an empty one.
    """
    merged = {
        column for column in Column if tells_merges and any(line.is_from_above(column) for line in lines)
    }
    builder = _Builder(merged)
    for draft in builder.joined(lines):
        builder.fill(draft)
    return builder.result


class _Builder:
    def __init__(self, merged: set[Column]) -> None:
        self.result = Rows()
        self._merged = merged
        self._filled: dict[tuple[Column, Place], Cell] = {}
        """What empty and parted cells came to, for the merges that go on from them."""
        self._before: dict[Column, Cell] = {}

    def joined(self, lines: Sequence[Line]) -> list[_Draft]:
        """Lines put together where they are halves of one row."""
        drafts: list[_Draft] = []
        for line, after in zip(lines, _next_numbers(lines), strict=True):
            if drafts and _is_second_half(drafts[-1], line, after):
                self._join(drafts[-1], line)
            else:
                drafts.append(_Draft(line, {column: list(cells) for column, cells in line.pieces.items()}))
        return drafts

    def _join(self, draft: _Draft, line: Line) -> None:
        found = []
        for column, cells in line.pieces.items():
            for cell in cells:
                if cell.origin is not None:
                    continue
                if not cell.written.strip():
                    # A merge may go on from it.
                    draft.pieces[column].append(cell)
                    continue
                said = "".join(squeezed(each.written) for each in draft.pieces[column])
                if column in _FILLED and said == squeezed(cell.written):
                    self.result.remarks.append(furniture("repeated-cell", cell.written, cell.place))
                    continue
                found.append(cell.written)
                draft.pieces[column] = [*(c for c in draft.pieces[column] if c.written.strip()), cell]
        if found:
            self.result.remarks.append(doubtful("joined-row", "\t".join(found), line.row.place))

    def fill(self, draft: _Draft) -> None:
        """Give every column of a row its value."""
        bodies: list[str] = []
        for column in (Column.NUMBER, *_FILLED, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS):
            cell = self._value(draft, column)
            if not cell.text and column in _FILLED:
                cell = self._from_above(draft, column, cell)
            draft.cells[column] = cell
            for piece in draft.pieces[column]:
                self._filled[column, piece.place] = cell
        for written in self._parts(draft, Column.DEPARTMENTS):
            bodies += self._bodies(written, draft)
        self._before = draft.cells
        self.result.rows.append(ReadRow({column: draft.cells[column] for column in Column}, tuple(bodies)))

    def _value(self, draft: _Draft, column: Column) -> Cell:
        pieces = draft.pieces[column]
        if not pieces:
            return Cell("", "", replace(draft.line.row.place, heading=column))
        place = replace(pieces[0].place, heading=column)
        own = [piece for piece in pieces if piece.origin is None and piece.written.strip()]
        full = next((piece for piece in pieces if piece.written.strip()), pieces[0])
        origin = None if own else full.origin
        if origin is not None and (upper := self._filled.get((column, origin))):
            return replace(upper, place=place, origin=upper.origin or replace(origin, heading=column))
        # Where a merge covers only a part of the column, that part stands in the cell that it comes from.
        written = "\n".join(piece.written for piece in own or pieces if piece.written.strip())
        if column is Column.GOAL:
            return self._goal(written, place, replace(origin, heading=column) if origin and written else None)
        texts = [_text(column, part) for part in self._parts(draft, column)]
        joint = "、" if column is Column.DEPARTMENTS else ""
        text = joint.join(filter(None, texts)) if len(texts) > 1 else "".join(texts)
        return Cell(text, written, place, replace(origin, heading=column) if origin and written else None)

    def _goal(self, written: str, place: Place, origin: Place | None) -> Cell:
        goal = split_goal(written)
        if (goal.before or goal.after) and origin is None:
            found = "\t".join(filter(None, (goal.before, goal.after)))
            self.result.remarks.append(furniture("goal-enumerator", found, place))
        return Cell(plain(goal.name), goal.name, place, origin)

    def _parts(self, draft: _Draft, column: Column) -> list[str]:
        """The texts of a column, one a heading: halves of one cell are put together."""
        texts: dict[int | None, list[str]] = {}
        for piece in draft.pieces[column]:
            if piece.written.strip():
                at = piece.place.cell if column is Column.DEPARTMENTS else None
                texts.setdefault(at, []).append(piece.written)
        return ["\n".join(halves) for halves in texts.values()]

    def _from_above(self, draft: _Draft, column: Column, cell: Cell) -> Cell:
        """The value of an empty goal or group: that of the row of the goal, or of the row above."""
        band = draft.line.band
        if column is Column.GOAL and band is not None:
            # The remark on the band has all of it.
            name = split_goal(band.written).name
            return Cell(plain(name), name, cell.place, replace(band.place, heading=column))
        upper = self._before.get(column)
        if upper is None or not upper.text:
            return cell
        if column in self._merged and not draft.line.is_start:
            return cell
        if column is Column.BENEFICIARY and not self._is_same_goal(draft):
            return cell
        if draft.pieces[column]:
            self.result.remarks.append(doubtful("filled-down", upper.text, cell.place))
        elif column is Column.BENEFICIARY:
            return cell
        return replace(upper, place=cell.place, origin=upper.origin or upper.place)

    def _is_same_goal(self, draft: _Draft) -> bool:
        return draft.cells[Column.GOAL].text == self._before[Column.GOAL].text

    def _bodies(self, written: str, draft: _Draft) -> tuple[str, ...]:
        found = split_bodies(written)
        place = draft.cells[Column.DEPARTMENTS].place
        if draft.cells[Column.DEPARTMENTS].origin is None:
            self.result.remarks += [doubtful("body-role", role, place) for role in found.roles]
            if found.parted_by_space:
                self.result.remarks.append(doubtful("bodies-by-space", written, place))
        return found.names


def _next_numbers(lines: Sequence[Line]) -> list[int | None]:
    """Of each line the number that the next numbered one has."""
    found: list[int | None] = []
    after: int | None = None
    for line in reversed(lines):
        found.append(after)
        number = line.number
        after = after if number is None else number
    return found[::-1]


def _is_second_half(draft: _Draft, line: Line, after: int | None) -> bool:
    """Whether *line*, the next number being *after*, goes on with the row of *draft*."""
    if line.own(Column.NUMBER):
        return False
    if line.is_from_above(Column.NUMBER):
        return True
    own = {column for column in Column if line.own(column)}
    before = draft.line.number
    has_gap = before is not None and after is not None and after > before + 1
    if Column.SERVICE not in own:
        if line.is_from_above(Column.SERVICE):
            return True
        return not (has_gap and {Column.CONTENT, Column.DEPARTMENTS} <= own)
    if not line.is_start or has_gap or not line.pieces.get(Column.NUMBER):
        return False
    return not {Column.CONTENT, Column.DEPARTMENTS} <= own or _is_unfinished(draft)


def _is_unfinished(draft: _Draft) -> bool:
    """Whether a row breaks off: a list of bodies that ends in 、 or within a name, a bracket left open."""
    texts = {column: "\n".join(cell.written for cell in cells) for column, cells in draft.pieces.items()}
    bodies = texts[Column.DEPARTMENTS]
    if goes_on(bodies, "") or (split_bodies(bodies).names and not are_bodies(bodies)):
        return True
    said = texts[Column.SERVICE] + texts[Column.CONTENT]
    return any(said.count(pair[0]) > said.count(pair[1]) for pair in _PAIRS)


def _text(column: Column, written: str) -> str:
    text = plain(written)
    return number_text(text) if column is Column.NUMBER else text
