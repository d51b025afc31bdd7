"""Tables of a PDF without rules, or with rules one way only: columns by white space, rows by numbers.

Only what is certain is read: each heading stands over a column of its own, white space parts it from the next
one on every page, and one number stands in each row. Otherwise the file is refused, since a table whose
columns are mixed is worse than none.

Not here: tables by their rules (``pdf_rules``), what a cell says (``pdf_text``), rows without rules
(``pdf_bands``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg_service.editions.reading.headings import NAMED, are_headings, meaning_of
from kg_service.editions.reading.lines import is_page_number
from kg_service.editions.reading.pdf_bands import Word, bands_of, lines_of_words
from kg_service.editions.reading.pdf_rules import NEAR, Box, Edge, RuledTable, line, ruled_table, rules_of
from kg_service.editions.reading.radicals import unified
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Column, Text

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MARGIN = 0.1
"""Of the height of a page: where running headers and footers stand."""
_AROUND = 12.0
"""Points above and below the text of a table where its outer rules may stand."""


_WHOLE = (Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS)
"""Columns in which every row has a text of its own."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: what of it may belong to the table."""

    page: Page
    heading: tuple[Word, ...]
    """The words of its headings; none where they are not repeated."""
    body: tuple[Word, ...]
    """Those beneath, and all where there is no heading."""

    @property
    def words(self) -> tuple[Word, ...]:
        return (*self.heading, *self.body)


def tables_by_space(pages: Sequence[Page], document: str) -> Mapping[int, RuledTable] | None:
    """The part of the list that is on each page, by number of the page.

    Args:
        pages: Of the file.
        document: What the person calls it.

    Returns:
        None where no line of any page holds the headings of the list.

    Raises:
        UnreadableDocumentError: There are headings, and columns or rows are not certain.
    """
    sheets = _sheets(pages)
    if sheets is None:
        return None
    blocks = _blocks(word for sheet in sheets for word in sheet.words)
    columns = _columns(sheets[0].heading, blocks)
    if columns is None:
        raise UnreadableDocumentError(document, _UNCERTAIN)
    found: dict[int, RuledTable] = {}
    for sheet in sheets:
        if not sheet.body:
            continue
        table = _by_rules(sheet, blocks, columns) or _by_bands(sheet, blocks, columns, is_first=not found)
        if table is None:
            raise UnreadableDocumentError(document, _UNCERTAIN)
        found[sheet.page.page_number] = table
    return found


def _sheets(pages: Sequence[Page]) -> list[_Sheet] | None:
    """The pages from the first headings on; None where there are none."""
    words = [_words(page) for page in pages]
    running = Counter(
        pattern
        for page, of_page in zip(pages, words, strict=True)
        for pattern in {_pattern(word) for word in of_page if _is_at_edge(page, word)}
    )
    sheets: list[_Sheet] = []
    for page, of_page in zip(pages, words, strict=True):
        kept = [
            word
            for word in of_page
            if not (_is_at_edge(page, word) and (is_page_number(word.text) or running[_pattern(word)] > 1))
        ]
        heading = next((each for each in lines_of_words(kept) if are_headings(w.text for w in each)), [])
        if not heading and not sheets:
            continue
        top = max((word.bottom for word in heading), default=0.0)
        body = [word for word in kept if word.middle > top]
        sheets.append(_Sheet(page, tuple(heading), tuple(body)))
    if not sheets:
        return None
    last = sheets[-1]
    return [*sheets[:-1], _Sheet(last.page, last.heading, _without_notes(last.body, sheets[0].heading))]


def _words(page: Page) -> list[Word]:
    found = page.dedupe_chars(tolerance=1).extract_words(x_tolerance=NEAR, keep_blank_chars=True)
    words = (
        Word(unified(each["text"]).strip(), *(float(each[k]) for k in ("x0", "top", "x1", "bottom")))
        for each in found
    )
    return [word for word in words if word.text]


def _is_at_edge(page: Page, word: Word) -> bool:
    return word.bottom < page.height * _MARGIN or word.top > page.height * (1 - _MARGIN)


def _pattern(word: Word) -> str:
    return re.sub(r"\d+", "#", word.text)


def _without_notes(body: Sequence[Word], heading: Sequence[Word]) -> tuple[Word, ...]:
    """The words without lines at the end that run across the columns."""
    lines = lines_of_words(body)
    while lines and any(sum(word.is_over(each) for each in heading) > 1 for word in lines[-1]):
        lines.pop()
    return tuple(word for each in lines for word in each)


def _blocks(words: Iterable[Word]) -> list[tuple[float, float]]:
    """Where text stands from left to right, and white space on every line between."""
    blocks: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda each: each.x0):
        if blocks and word.x0 - blocks[-1][1] < NEAR:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], word.x1))
        else:
            blocks.append((word.x0, word.x1))
    return blocks


def _columns(
    heading: Sequence[Word], blocks: Sequence[tuple[float, float]]
) -> dict[int, Column | None] | None:
    """The column of each block by its heading; None where a heading and a block are not one and one."""
    columns: dict[int, Column | None] = dict.fromkeys(range(len(blocks)))
    headed: set[int] = set()
    for word in heading:
        at = next(index for index, (x0, x1) in enumerate(blocks) if x0 <= word.x0 and word.x1 <= x1)
        if at in headed:
            return None
        headed.add(at)
        meaning = meaning_of(word.text)
        columns[at] = meaning.column if meaning else None
    first = min(at for at, column in columns.items() if column in NAMED)
    # Goal and number may have no heading; further right, a block without one is a part of a column.
    return columns if all(at in headed for at in columns if at > first) else None


def _sides(blocks: Sequence[tuple[float, float]], lying: Sequence[Edge]) -> list[float]:
    """The sides of the columns: where a rule ends in the white space between two, else amid it."""
    ends = sorted(float(each[end]) for each in lying for end in ("x0", "x1"))
    inner = []
    for (_, left), (right, _) in pairwise(blocks):
        between = [x for x in ends if left <= x <= right]
        inner.append(between[len(between) // 2] if between else (left + right) / 2)
    return [min([blocks[0][0] - 1, *ends]), *inner, max([blocks[-1][1] + 1, *ends])]


def _by_rules(
    sheet: _Sheet, blocks: Sequence[tuple[float, float]], columns: Mapping[int, Column | None]
) -> RuledTable | None:
    """Rows between lying rules; None where these do not part the cells of every two numbers."""
    top = min(word.top for word in sheet.words) - 1
    bottom = max(word.bottom for word in sheet.words) + 1
    page, edges = rules_of(sheet.page)
    lying = [
        each
        for each in edges
        if each["orientation"] == "h"
        and each["x1"] - each["x0"] > 2 * NEAR
        and top - _AROUND <= each["top"] <= bottom + _AROUND
    ]
    if len(lying) < 2:
        return None
    sides = _sides(blocks, lying)
    top, bottom = min(top, *(each["top"] for each in lying)), max(bottom, *(each["top"] for each in lying))
    ends = [line(sides[0], y, sides[-1], y) for y in (top, bottom)]
    tables = page.find_tables(
        {
            "vertical_strategy": "explicit",
            "explicit_vertical_lines": [line(x, top, x, bottom) for x in sides],
            "explicit_horizontal_lines": [*ends, *(each for each in lying if each.get("strung"))],
        }
    )
    if len(tables) != 1:
        return None
    table = ruled_table(tables[0], edges)
    numbers = _numbers(sheet, blocks, columns)
    own = [at for at, column in columns.items() if column in _WHOLE]
    for at in (*own, *{_block_of(number, blocks) for number in numbers}):
        x = sum(blocks[at]) / 2
        cells = [_cell_at(x, number.middle, table.cells) for number in numbers]
        if None in cells or len(set(cells)) < len(cells):
            return None
    return table if numbers else None


def _by_bands(
    sheet: _Sheet,
    blocks: Sequence[tuple[float, float]],
    columns: Mapping[int, Column | None],
    *,
    is_first: bool,
) -> RuledTable | None:
    """Rows around their numbers, by the white space between."""
    by_block: dict[int, list[Word]] = {at: [] for at in columns}
    for word in sheet.body:
        by_block[_block_of(word, blocks)].append(word)
    whole = [at for at, column in columns.items() if column in _WHOLE]
    numbers = _numbers(sheet, blocks, columns)
    number = {_block_of(word, blocks) for word in numbers}
    merged = [words for at, words in by_block.items() if at not in whole and at not in number]
    bands = bands_of(numbers, [by_block[at] for at in whole], merged, is_first=is_first)
    if bands is None:
        return None
    sides = _sides(blocks, ())
    if sheet.heading:
        top = min(word.top for word in sheet.heading) - 1
        bands = [(top, bands[0][0]), *bands]
    cells: list[Box] = [(x0, top, x1, bottom) for top, bottom in bands for x0, x1 in pairwise(sides)]
    return RuledTable((sides[0], bands[0][0], sides[-1], bands[-1][1]), tuple(cells), (False,) * len(cells))


def _numbers(
    sheet: _Sheet, blocks: Sequence[tuple[float, float]], columns: Mapping[int, Column | None]
) -> list[Word]:
    """The numbers of the rows from top to bottom: the words of the one column that holds nothing else."""
    for at, column in columns.items():
        words = [word for word in sheet.body if _block_of(word, blocks) == at]
        if column in (Column.NUMBER, None) and words and all(word.text.isdecimal() for word in words):
            return sorted(words, key=lambda word: word.top)
    return []


def _block_of(word: Word, blocks: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (x0, x1) in enumerate(blocks) if x0 <= word.x0 and word.x1 <= x1)


def _cell_at(x: float, y: float, cells: Sequence[Box]) -> Box | None:
    return next((box for box in cells if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


_UNCERTAIN = Text(
    "表格没有完整的边框，各栏或各行的界限分不清，读取会串栏。请在 Word 里给表格加上全部边框再导出 PDF，"
    "或使用原来的 Word 文件。",
    "The table has no complete borders, and its columns or rows can't be told for certain, so that texts "
    "would be mixed. Give it all borders in Word and export it anew, or take the Word file.",
)
