"""Web pages, also those that Word saves: every table is a grid, its spans laid out as a browser does.

Nothing is run or fetched. Text that a browser does not show is set aside and remarked.

Source: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table

Not here: which characters the bytes are, unless the page itself says it (``encoding``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg_service.editions.reading.encoding import Decoded, decode
from kg_service.editions.reading.grid import Around, Grid, GridCell, GridRow, RawDocument, settled
from kg_service.editions.reading.limits import CELLS, CHARACTERS, COLUMNS, ROWS
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place, Remark, RemarkKind, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"})
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_WHITE = re.compile("[ \t\n\f\r]+")

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "object", "svg", "math", "rt", "rp"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot "
        "th thead tr ul",
    )
)
_MOST_COLSPAN = 1_000
_MOST_ROWSPAN = 65_534


def read(content: bytes, document: str) -> RawDocument:
    """Take a web page apart.

    Args:
        content: The file.
        document: What the person calls it.

    Returns:
        A grid for each table, one inside of another included; the paragraphs around them.

    Raises:
        DocumentTooLargeError: A table has too many rows, columns, cells or characters in a cell.
        UnreadableDocumentError: It is no text, or no web page.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    decoded = _decode(content, document)
    text = _XML_DECLARATION.sub("", decoded.text, count=1).replace("\0", "")
    try:
        parser = HTMLParser(no_network=True, huge_tree=False)
        root = document_fromstring(text, parser=parser)
        if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            # The parser says no more than this when it leaves the rest of a page out.
            raise UnreadableDocumentError(document, _NO_PAGE)
        page = _Page(document, remarks=list(decoded.remarks(document)))
        page.walk(root)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadableDocumentError(document, _NO_PAGE) from error
    title = _plain(" ".join(root.xpath("//head/title/text()")))
    if title and title not in {_plain(each.written) for each in page.around}:
        page.around.insert(0, Around("page-title", title, Place(document), True, before_grid=0))
    around = settled(page.around, len(page.grids))
    return RawDocument(document, "html", tuple(page.grids), around, tuple(page.remarks))


def _decode(content: bytes, document: str) -> Decoded:
    match = _CHARSET.search(content[:_CHARSET_WITHIN])
    if match and match[1].decode().lower() in _CHINESE:
        try:
            return Decoded(content.decode("gb18030"), "GB18030", False)
        except UnicodeDecodeError:
            # What a page says of itself is often wrong after it was saved anew.
            pass
    return decode(content, document)


@dataclass(slots=True)
class _Words:
    """Text as it is laid out: blocks on lines of their own, white space as one space."""

    pieces: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(_WHITE.sub(" ", text))

    def end_line(self) -> None:
        self.pieces.append("\n")

    def take(self) -> str:
        lines = (_WHITE.sub(" ", line).strip(" ") for line in "".join(self.pieces).split("\n"))
        self.pieces = []
        return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class _Page:
    """What has been found on the way through the page."""

    document: str
    remarks: list[Remark]
    grids: list[Grid] = field(default_factory=list)
    around: list[Around] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    cells: int = 0

    def walk(self, root: _Element) -> None:
        """Take the whole page."""
        words = _Words()
        self._around(root, words)
        self._end_paragraph(words, "paragraph")

    def _around(self, element: _Element, words: _Words) -> None:
        """Text outside of tables, a paragraph for each block."""
        name = _name(element)
        if name == "table":
            self._end_paragraph(words, "paragraph")
            self._table(element)
        elif not self._is_set_aside(element, name):
            is_block = name in _BLOCKS or name == "br"
            if is_block:
                self._end_paragraph(words, "paragraph")
            words.add(element.text)
            for child in element:
                self._around(child, words)
                words.add(child.tail)
            if is_block:
                self._end_paragraph(words, "paragraph")

    def _end_paragraph(self, words: _Words, kind: str) -> None:
        text = words.take()
        if text:
            self.paragraphs += 1
            place = Place(self.document, paragraph=self.paragraphs)
            self.around.append(Around(kind, text, place, not self.tables, before_grid=len(self.grids)))

    def _table(self, table: _Element) -> None:
        for caption in table.iterchildren("caption"):
            words = _Words()
            self._inside(caption, words, [])
            self._end_paragraph(words, "caption")
        self.tables += 1
        place = Place(self.document, table=self.tables)
        nested: list[_Element] = []
        rows = tuple(self._rows(table, place, nested))
        if any(cell.written.strip() for row in rows for cell in row.cells):
            self.grids.append(Grid(rows, place))
        for inner in nested:
            self._table(inner)

    def _rows(self, table: _Element, place: Place, nested: list[_Element]) -> Iterator[GridRow]:
        """The rows with every position that a span covers."""
        number = 0
        groups = _groups(table)
        ROWS.hold(self.document, sum(map(len, groups)))
        for group in groups:
            left = {row: len(group) - at for at, row in enumerate(group)}
            covered: dict[int, tuple[int, GridCell]] = {}
            for row in group:
                number += 1
                cells: list[GridCell] = []
                begun: dict[int, tuple[int, GridCell]] = {}
                given = [each for each in row if _name(each) in ("td", "th")]
                last = max(covered, default=0)
                while given or len(cells) < last:
                    at = len(cells) + 1
                    here = Place(self.document, table=place.table, row=number, cell=at)
                    if at in covered:
                        cells.append(_covered(covered[at][1], here))
                    elif given:
                        element = given.pop(0)
                        words = _Words()
                        self._inside(element, words, nested)
                        text = words.take()
                        CHARACTERS.hold(self.document, len(text))
                        first = GridCell(text, here)
                        deep = _span(element, "rowspan", _MOST_ROWSPAN)
                        deep = left[row] if deep == 0 else min(deep, left[row])
                        for offset in range(_span(element, "colspan", _MOST_COLSPAN) or 1):
                            if at + offset in covered:
                                break
                            there = Place(self.document, table=place.table, row=number, cell=at + offset)
                            cell = _covered(first, there, is_across=True) if offset else first
                            cells.append(cell)
                            begun[at + offset] = (deep, cell)
                    else:
                        cells.append(GridCell("", here))
                    COLUMNS.hold(self.document, len(cells))
                covered = {
                    column: (more - 1, cell) for column, (more, cell) in (covered | begun).items() if more > 1
                }
                self.cells += len(cells)
                CELLS.hold(self.document, self.cells)
                yield GridRow(tuple(cells), Place(self.document, table=place.table, row=number))

    def _inside(self, element: _Element, words: _Words, nested: list[_Element]) -> None:
        """Text of a cell; a table inside of it is kept for later."""
        words.add(element.text)
        for child in element:
            name = _name(child)
            if name == "table":
                nested.append(child)
                words.end_line()
            elif name == "br":
                words.end_line()
            elif not self._is_set_aside(child, name):
                if name in _BLOCKS:
                    words.end_line()
                self._inside(child, words, nested)
                if name in _BLOCKS:
                    words.end_line()
            words.add(child.tail)

    def _is_set_aside(self, element: _Element, name: str) -> bool:
        """Whether an element is no part of the text; what a person may miss is remarked."""
        place = Place(self.document, table=self.tables or None)
        if name == "" or name in _UNSEEN:
            return True
        if name == "img":
            self.remarks.append(
                Remark(RemarkKind.FURNITURE, "picture", _PICTURE, element.get("alt", ""), place)
            )
            return True
        if name == "del":
            found = _plain(_all_text(element))
            self.remarks.append(Remark(RemarkKind.DOUBTFUL, "tracked-change", _DELETED, found, place))
            return True
        style = element.get("style", "").replace(" ", "").lower()
        if "display:none" in style or element.get("hidden") is not None:
            if found := _plain(_all_text(element)):
                self.remarks.append(Remark(RemarkKind.FURNITURE, "hidden-text", _HIDDEN, found, place))
            return True
        return False


def _groups(table: _Element) -> list[list[_Element]]:
    """The rows of a table, by row group: a span ends with its group."""
    groups: list[list[_Element]] = [[]]
    for child in table:
        name = _name(child)
        if name == "tr":
            groups[-1].append(child)
        elif name in ("thead", "tbody", "tfoot"):
            groups.extend(([row for row in child if _name(row) == "tr"], []))
    return [group for group in groups if group]


def _covered(origin: GridCell, place: Place, *, is_across: bool | None = None) -> GridCell:
    across = origin.is_across if is_across is None else is_across
    return GridCell(origin.written, place, origin.origin or origin.place, across)


def _span(element: _Element, name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", element.get(name, "1"), re.ASCII)
    return min(int(digits[1]), most) if digits else 1


def _name(element: _Element) -> str:
    """Name of an element; empty for a comment or an instruction."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _all_text(element: _Element) -> str:
    return " ".join(str(each) for each in element.itertext())


def _plain(text: str) -> str:
    return _WHITE.sub(" ", text).strip()


_NO_PAGE = Text(
    "这不是可以读取的网页，或嵌套过深。请用浏览器打开后另存，再试一次。",
    "This is no web page that can be read, or it is nested too deeply. Open it in a browser, save it anew "
    "and try again.",
)
_PICTURE = Text(
    "图片里的文字不会读取；若其中有清单的内容，请写成文字。",
    "Text inside a picture is not read; if it belongs to the list, write it as text.",
)
_DELETED = Text("修订中已删除的文字，没有读取。", "Text that a tracked change deletes; it was left out.")
_HIDDEN = Text("隐藏的文字，没有读取。", "Hidden text; it was left out.")
