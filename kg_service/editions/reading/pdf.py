"""PDF files with a text layer: tables by their rules, over all pages; everything else as text around.

A table that goes on over the page is one grid: its columns stand at the same places. What a row of a new
page continues is not decided here.

Where no table has the headings of the list and a row, its columns are looked for by white space.

Not here: tables out of rules (``pdf_rules``) or white space (``pdf_spaces``) and their cells (``pdf_grid``),
lines of text (``pdf_text``), scanned pages, which hold no text (a clear message instead).
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg_service.editions.reading.columns import is_heading
from kg_service.editions.reading.grid import Around, GridRow, RawDocument, settled
from kg_service.editions.reading.headings import LEAST_NAMED, are_headings
from kg_service.editions.reading.limits import CELLS, CHARACTERS, COLUMNS, PAGES, ROWS, SECONDS
from kg_service.editions.reading.pdf_grid import GrowingTable, Inside, PageGrid
from kg_service.editions.reading.pdf_rules import NEAR, RuledTable, tables_on
from kg_service.editions.reading.pdf_spaces import tables_by_space
from kg_service.editions.reading.pdf_text import Char, Line, lines_of, paragraphs, text_of
from kg_service.errors import EncryptedDocumentError, KgServiceError, UnreadableDocumentError
from kg_service.model import Place, Remark, RemarkKind, Text

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MARGIN = 0.1
"""Of the height of a page: where running headers and footers stand."""
_SLANT = 0.1
"""Tangent of the angle from which on a line of text is slanted."""
_EDGES = ("header", "footer")
_NO_MAP = re.compile(r"\(cid:\d+\)")


def read(content: bytes, document: str) -> RawDocument:
    """Take a PDF file apart.

    Args:
        content: The file.
        document: What the person calls it.

    Returns:
        A grid for each table; one that goes on over pages is one grid. Rows are counted on each page.

    Raises:
        EncryptedDocumentError: It is locked with a password.
        DocumentTooLargeError: It has too many pages, rows or cells, or takes too long.
        UnreadableDocumentError: It is damaged, or holds no text that can be read.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    # Its warnings are about fonts, and say nothing to the person who reads a list.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            PAGES.hold(document, len(pdf.pages))
            return _taken_apart(pdf.pages, document)
    except KgServiceError:
        raise
    except Exception as error:
        causes = (error, error.__cause__, *error.args)
        if any(isinstance(each, PDFPasswordIncorrect) for each in causes):
            raise EncryptedDocumentError(document) from error
        # pdfminer meets a damaged file with whatever error comes first.
        raise UnreadableDocumentError(document, _DAMAGED) from error


def _taken_apart(pages: Sequence[Page], document: str) -> RawDocument:
    found = _Found(document)
    found.take_all(pages, tables_on)
    if found.lacks_the_list() and (spaced := tables_by_space(pages, document)) is not None:
        found = _Found(document)
        found.take_all(pages, lambda page: [*filter(None, [spaced.get(page.page_number)])])
        first = next(iter(spaced))
        place = Place(document, page=first, table=1)
        found.remarks.append(Remark(RemarkKind.DOUBTFUL, "without-rules", _NO_RULES, "", place))
    grids = tuple(grid.finished() for grid in found.grids)
    around = settled(found.told(), len(grids))
    return RawDocument(document, "pdf", grids, around, tuple(found.remarks))


@dataclass(slots=True)
class _Found:
    """What has been found on the pages so far."""

    document: str
    grids: list[GrowingTable] = field(default_factory=list)
    around: list[Around] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    paragraphs: int = 0
    cells: int = 0
    characters: int = 0
    unmapped: int = 0
    pictures: int = 0

    def take_all(self, pages: Sequence[Page], tables: Callable[[Page], list[RuledTable]]) -> None:
        """Take all pages; *tables* finds those of a page."""
        begun = time.monotonic()
        for page in pages:
            SECONDS.hold(self.document, int(time.monotonic() - begun))
            self.take(page, tables)
            page.close()
        self.check(len(pages))

    def take(self, page: Page, tables_of: Callable[[Page], list[RuledTable]]) -> None:
        """Take one page."""
        page = page.dedupe_chars(tolerance=1)
        number = page.page_number
        chars: list[Char] = [each for each in page.chars if _is_on(page, each)]
        slanted = [each for each in chars if _is_slanted(each)]
        if slanted:
            # A watermark stands behind the cells and belongs to none.
            chars = [each for each in chars if not _is_slanted(each)]
            words = "".join(each["text"] for each in slanted)
            place = Place(self.document, page=number)
            self.around.append(Around("watermark", words, place, not self.grids, len(self.grids)))
        self.characters += sum(1 for each in chars if each["text"].strip())
        unmapped = [each for each in chars if _NO_MAP.fullmatch(each["text"])]
        self.unmapped += len(unmapped)
        for each in unmapped:
            each["text"] = "\N{REPLACEMENT CHARACTER}"
        if unmapped:
            place = Place(self.document, page=number)
            self.remarks.append(Remark(RemarkKind.DOUBTFUL, "unmapped-character", _GLYPH, "", place))
        if page.images and not chars:
            self.pictures += 1
            place = Place(self.document, page=number)
            self.remarks.append(Remark(RemarkKind.DOUBTFUL, "page-without-text", _PICTURE, "", place))
        tables = tables_of(page)
        left = chars
        for at, table in enumerate(tables, start=1):
            grid = PageGrid(table)
            inside, left = grid.sorted_in(left)
            above = [each for each in left if each["bottom"] <= table.box[1] + NEAR]
            left = [each for each in left if each["bottom"] > table.box[1] + NEAR]
            self._text(page, above)
            place = Place(self.document, page=number, table=at)
            self._table(grid, inside, place, is_first=at == 1, is_ruled=table.is_ruled)
        self._text(page, left)
        for note in page.annots:
            if words := (note.get("contents") or "").strip():
                place = Place(self.document, page=number)
                self.around.append(Around("comment", words, place, False, len(self.grids)))

    def lacks_the_list(self) -> bool:
        """Whether a line names the columns of the list, and no table with rules, or with rows, does."""
        for grid in self.grids:
            heading = next((at for at, row in enumerate(grid.rows) if is_heading(row)), None)
            if heading is not None:
                # The background of the page may be one large cell beneath the areas of the headings.
                return not grid.is_ruled and not any(map(_has_cells, grid.rows[heading:]))
        lines = (line.split() for each in self.around for line in each.written.splitlines())
        return any(map(are_headings, lines))

    def check(self, pages: int) -> None:
        """Refuse a file in which there is nothing to read."""
        if not self.characters:
            raise UnreadableDocumentError(self.document, _SCAN if self.pictures else _EMPTY)
        if self.unmapped * 20 > self.characters:
            raise UnreadableDocumentError(self.document, _UNMAPPED)

    def told(self) -> Iterator[Around]:
        """The text around; what stands at the edge of one page only and is no page number, is a paragraph."""
        edges = Counter(_pattern(each) for each in self.around if each.kind in _EDGES)
        for each in self.around:
            is_alone = each.kind in _EDGES and edges[_pattern(each)] == 1
            is_number = not re.sub(r"[\W\d_第页共]", "", each.written)
            yield replace(each, kind="paragraph") if is_alone and not is_number else each

    def _table(self, grid: PageGrid, inside: Inside, place: Place, *, is_first: bool, is_ruled: bool) -> None:
        COLUMNS.hold(self.document, grid.width)
        self.cells += grid.size
        CELLS.hold(self.document, self.cells)
        texts = {box: text_of(chars) for box, chars in inside.items()}
        CHARACTERS.hold(self.document, max(map(len, texts.values()), default=0))
        rows = grid.rows(texts, place)
        last = self.grids[-1] if self.grids else None
        if is_first and last is not None and last.goes_on_in(grid, place.page or 0):
            last.go_on(rows, grid.is_open, place.page or 0)
        else:
            last = GrowingTable(place, grid.columns, place.page or 0, rows, grid.is_open, is_ruled)
            self.grids.append(last)
        ROWS.hold(self.document, len(last.rows))

    def _text(self, page: Page, chars: list[Char]) -> None:
        """Text outside of tables: running headers and footers line by line, paragraphs between."""
        lines = lines_of(chars)
        top, bottom = page.height * _MARGIN, page.height * (1 - _MARGIN)
        inner = [line for line in lines if line.bottom >= top and line.top <= bottom]
        for line in (line for line in lines if line.bottom < top):
            self._add("header", [line], page.page_number)
        for paragraph in paragraphs(inner):
            self._add("paragraph", paragraph, page.page_number)
        for line in (line for line in lines if line.top > bottom):
            self._add("footer", [line], page.page_number)

    def _add(self, kind: str, lines: list[Line], page: int) -> None:
        self.paragraphs += 1
        place = Place(self.document, page=page, paragraph=self.paragraphs)
        text = "\n".join(line.text for line in lines)
        self.around.append(Around(kind, text, place, not self.grids, len(self.grids)))


def _has_cells(row: GridRow) -> bool:
    """Whether a row that is no heading has texts in several cells, as those of the list have."""
    own = [cell for cell in row.cells if cell.origin is None and cell.written.strip()]
    return len(own) >= LEAST_NAMED and not is_heading(row)


def _pattern(around: Around) -> tuple[str, str]:
    """What a running header or footer has in common on all pages."""
    return around.kind, re.sub(r"\d+", "#", around.written)


def _is_on(page: Page, char: Char) -> bool:
    """Whether a character is on the page: what stands beside it is not seen."""
    x0, top, x1, bottom = page.bbox
    return bool(
        x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )


def _is_slanted(char: Char) -> bool:
    """Whether a character stands neither upright nor on its side."""
    a, b = (abs(length) for length in (char.get("matrix") or (1, 0))[:2])
    return bool(min(a, b) > _SLANT * max(a, b))


_DAMAGED = Text(
    "文件不完整或已损坏，无法打开。请重新导出 PDF，再试一次。",
    "The file is damaged or not whole. Export the PDF anew and try again.",
)
_SCAN = Text(
    "这是扫描件：页面是图片，没有文字层。请先做文字识别（OCR），或使用原来的 Word 文件。",
    "This is a scan: its pages are pictures without a text layer. Recognize the text (OCR) first, or take "
    "the Word file that it comes from.",
)
_EMPTY = Text(
    "文件里没有文字。请使用原来的 Word 文件。",
    "The file holds no text. Take the Word file that it comes from.",
)
_UNMAPPED = Text(
    "PDF 的字体没有说明各字形是什么字，文字读不出来。请在 Word 里重新导出 PDF，或使用原来的 Word 文件。",
    "The fonts of the PDF do not say which characters they draw, so that its text can't be read. Export it "
    "anew from Word, or take the Word file.",
)
_NO_RULES = Text(
    "表格没有完整的边框：各栏按其间的空白分开，各行按横线或序号分开。请逐行核对。",
    "The table has no complete borders: its columns were told by the white space between them, its rows by "
    "lines or by their numbers. Please check row by row.",
)
_GLYPH = Text(
    "这一页有字形没有说明是什么字（如表情符号），读作 �。请核对。",
    "Glyphs of this page do not say which characters they are (emoji, for one); they were read as �. "
    "Please check.",
)
_PICTURE = Text(
    "这一页是图片，没有文字层，因此没有读取。请核对其中是否有清单的内容。",
    "This page is a picture without a text layer and was not read. Does it hold a part of the list?",
)
