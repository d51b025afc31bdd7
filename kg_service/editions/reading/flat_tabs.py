"""Flattened tables in which a tab parts the cells.

Two forms are in use. Apache Tika's: a tab opens a cell, a line end ends a paragraph, a blank line ends a row.
Word's and Excel's: a tab stands between two cells, a line is a row, or a part of one where a cell has several
paragraphs. Conversions lose tabs and blank lines, so that in the first form the numbers of the rows are the
anchors: from one to the next there are as many cells as columns; where there is one less, the last cell of a
row and the first of the next have run together.

Not here: forms without tabs (``flat_lines``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg_service.editions.reading.bodies import goes_on
from kg_service.editions.reading.flat import Flat, Line, Piece, is_blank, is_number, text_of
from kg_service.editions.reading.headings import are_headings, meaning_of
from kg_service.editions.reading.lines import is_note, is_page_number
from kg_service.editions.reading.text import plain
from kg_service.model import Column, Place, Remark, RemarkKind, Text

_LOST = Text(
    "上一行的末格和这一行的首格连在一起，已按部门之间的顿号分开。请核对。",
    "The last cell of a row and the first of the next had run together; they were parted. Please check.",
)
_UNEVEN = Text(
    "这一行的单元格数与表头不符。请核对。",
    "This row has another number of cells than the heading. Please check.",
)


def opened_by_tabs(lines: Sequence[Line], document: str) -> Flat | None:
    """Tika's form; None where the text is not in it."""
    before, fragments = _fragments(lines)
    heads = _headings(fragments)
    if not heads:
        return None
    flat = Flat(before=[line for line in before if not is_blank(line)])
    _scatter(flat, fragments[: heads[0][0]], is_before=True)
    for index, (first, last) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(fragments)
        _Block(flat, fragments[first:last], fragments[last:end], document).take()
    return flat


def parted_by_tabs(lines: Sequence[Line], document: str) -> Flat | None:
    """Word's and Excel's form; None where the text is not in it."""
    head = next((i for i, line in enumerate(lines) if are_headings(line.text.split("\t"))), None)
    if head is None:
        return None
    flat = Flat(before=[line for line in lines[:head] if not is_blank(line)])
    counts = Counter(line.text.count("\t") for line in lines[head:] if line.text.count("\t") > 1)
    most = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
    tabs = max(most, lines[head].text.count("\t"))
    at = head
    while at < len(lines):
        if is_blank(lines[at]):
            at += 1
            continue
        end = _row_end(lines, at, tabs)
        _take_lines(flat, lines[at:end], tabs, document)
        at = end
    return flat


def _fragments(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The lines before the first tab, and those from each tab to the next."""
    pieces: list[list[Line]] = [[]]
    for line in lines:
        for index, text in enumerate(line.text.split("\t")):
            if index:
                pieces.append([])
            if index or "\t" not in line.text or text:
                pieces[-1].append(Line(text, line.number))
    return pieces[0], pieces[1:]


def _headings(fragments: Sequence[Piece]) -> list[tuple[int, int]]:
    """First fragment of each heading, and the first one behind it."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(fragments):
        if _means(fragments[at]) is None:
            at += 1
            continue
        end = at
        while end < len(fragments) and (end == at or not _ends_row(fragments[end - 1])):
            if _means(fragments[end]) is None and len(plain(text_of(_head(fragments[end])))) > 8:
                break
            end += 1
        if are_headings(text_of(_head(piece)) for piece in fragments[at:end]):
            first = at
            while first > (found[-1][1] if found else 0) and not text_of(fragments[first - 1]).strip():
                first -= 1
            found.append((first, end))
        at = end
    return found


def _means(piece: Piece) -> Column | None:
    meaning = meaning_of(text_of(_head(piece)))
    return meaning.column if meaning else None


def _head(piece: Piece) -> Piece:
    """The cell proper: its lines up to the first blank one behind text."""
    return _parted(piece)[0]


def _parted(piece: Piece) -> tuple[list[Line], list[Line]]:
    """A cell, and the lines behind the blank line that ends its row."""
    head: list[Line] = []
    for index, line in enumerate(piece):
        if is_blank(line) and any(not is_blank(each) for each in head):
            rest = [each for each in piece[index:] if not is_blank(each)]
            if not rest or not goes_on(text_of(head), rest[0].text):
                return head, rest
        head.append(line)
    return head, []


def _ends_row(piece: Piece) -> bool:
    return len(_head(piece)) < len(piece)


class _Block:
    """The rows beneath one heading."""

    def __init__(self, flat: Flat, head: Sequence[Piece], body: Sequence[Piece], document: str) -> None:
        self._flat, self._document = flat, document
        self._body = list(body)
        self._heads = [_head(piece) for piece in head]
        flat.after += [line for piece in head for line in _parted(piece)[1]]
        anchors = [at for at, piece in enumerate(self._body) if is_number(_head(piece))]
        self._columns = self._width(anchors)
        self._number = self._number_column(anchors)

    def take(self) -> None:
        """Cut the rows and hand them on."""
        missing = self._columns - len(self._heads)
        blank: list[Piece] = [[]] * missing
        self._flat.rows.append([*blank, *self._heads])
        at = 0
        while at < len(self._body):
            at = self._row(at)

    def _width(self, anchors: Sequence[int]) -> int:
        """Columns of the table: cells from number to number, most often; else those of the heading."""
        known = len(self._heads)
        steps = Counter(
            after - before for before, after in pairwise(anchors) if known <= after - before <= known + 1
        )
        # Boundaries get lost and never come about, so that the wider one counts when it is not rare.
        wider = steps[known + 1] * 3 >= steps[known] if steps[known + 1] else False
        return known + 1 if wider and not text_of(self._heads[0]).strip() else known

    def _number_column(self, anchors: Sequence[int]) -> int | None:
        named_ = [at for at, piece in enumerate(self._heads) if _means(piece) is Column.NUMBER]
        if named_:
            return named_[0] + self._columns - len(self._heads)
        return anchors[0] % self._columns if anchors else None

    def _row(self, at: int) -> int:
        """Take the row that begins with fragment *at*; where the next one begins."""
        body, columns, number = self._body, self._columns, self._number
        if len(body) - at < columns:
            _scatter(self._flat, body[at:])
            return len(body)
        end = at + columns
        if number is not None and not self._is_aligned(at):
            found = next((k for k in range(at, len(body)) if is_number(_head(body[k]))), len(body) + number)
            start = max(found - number, at)
            if start > at:
                self._uneven(body[at])
                _scatter(self._flat, body[at:start])
                return start
        if number is not None and self._has_run_together(end):
            body[end - 1 : end] = self._pulled_apart(body[end - 1])
        last, rest = _parted(body[end - 1])
        self._flat.rows.append([*body[at : end - 1], last])
        self._flat.after += rest
        return end

    def _is_aligned(self, at: int) -> bool:
        piece = self._body[at + (self._number or 0)]
        return is_number(_head(piece)) or not text_of(piece).strip()

    def _has_run_together(self, end: int) -> bool:
        """Whether the number of the next row comes one cell too early."""
        assert self._number is not None
        here, early = end + self._number, end + self._number - 1
        if self._number == 0 or early >= len(self._body) or not is_number(_head(self._body[early])):
            return False
        return here >= len(self._body) or not is_number(_head(self._body[here]))

    def _pulled_apart(self, piece: Piece) -> tuple[list[Line], list[Line]]:
        """The last cell of a row and the first of the next, out of one."""
        full = [line for line in piece if not is_blank(line)]
        cut = 1
        while cut < len(full) - 1 and goes_on(full[cut - 1].text, full[cut].text):
            cut += 1
        last, first = full[:cut], full[cut:]
        self._flat.after += [line for line in first if is_page_number(line.text)]
        first = [line for line in first if not is_page_number(line.text)]
        place = Place(self._document, line=(first or last or list(piece))[0].number)
        self._flat.remarks.append(
            Remark(RemarkKind.DOUBTFUL, "lost-row-boundary", _LOST, text_of(first).strip(), place)
        )
        return last, first

    def _uneven(self, piece: Piece) -> None:
        place = Place(self._document, line=piece[0].number if piece else None)
        self._flat.remarks.append(Remark(RemarkKind.DOUBTFUL, "uneven-row", _UNEVEN, "", place))


def _scatter(flat: Flat, pieces: Sequence[Piece], *, is_before: bool = False) -> None:
    """Cells that are none of the list's: their lines stand around it."""
    lines = [line for piece in pieces for line in piece if not is_blank(line)]
    (flat.before if is_before else flat.after).extend(lines)


def _row_end(lines: Sequence[Line], at: int, tabs: int) -> int:
    """Index behind the last line of the row that begins with line *at*."""
    have, end = lines[at].text.count("\t"), at + 1
    if have == 0 and _stands_alone(lines, at, tabs):
        return end
    while end < len(lines) and have < tabs:
        more = lines[end].text.count("\t")
        if have + more > tabs or are_headings(lines[end].text.split("\t")):
            break
        have, end = have + more, end + 1
    while end < len(lines) and not is_blank(lines[end]) and "\t" not in lines[end].text:
        last = lines[end - 1].text.rpartition("\t")[2]
        if not goes_on(last, lines[end].text):
            break
        end += 1
    return end


def _stands_alone(lines: Sequence[Line], at: int, tabs: int) -> bool:
    """Whether a line without a tab is no beginning of a row: a page number, a note, a goal, text behind."""
    text = lines[at].text
    if is_page_number(text) or is_note(text):
        return True
    following = next((line for line in lines[at + 1 :] if not is_blank(line)), None)
    if following is None or is_blank(lines[at + 1]) or "\t" not in following.text:
        return True
    first = following.text.split("\t")[0]
    return following.text.count("\t") == tabs and is_number([Line(first, 0)])


def _take_lines(flat: Flat, lines: Sequence[Line], tabs: int, document: str) -> None:
    pieces: list[list[Line]] = [[]]
    for line in lines:
        for index, text in enumerate(line.text.split("\t")):
            if index:
                pieces.append([])
            pieces[-1].append(Line(text, line.number))
    is_heading = are_headings(text_of(piece) for piece in pieces)
    if is_heading and len(pieces) == tabs and not text_of(pieces[0]).strip():
        pieces.insert(0, [])
    elif 1 < len(pieces) <= tabs and not is_heading:
        place = Place(document, line=lines[0].number)
        flat.remarks.append(Remark(RemarkKind.DOUBTFUL, "uneven-row", _UNEVEN, "", place))
    flat.rows.append(list(pieces))
