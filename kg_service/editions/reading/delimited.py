"""CSV and TSV: one table, its cells placed as RFC 7111 counts them.

The separator is the one that makes most rows equally wide; where none does, the one of the name's ending.

Not here: which characters the bytes are (``encoding``), which row is the heading (``table``).

Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180; RFC 7111, https://www.rfc-editor.org/rfc/rfc7111
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from kg_service.editions.reading.encoding import Decoded, decode
from kg_service.editions.reading.grid import Grid, RawDocument, row_of
from kg_service.editions.reading.limits import CELLS, CHARACTERS, COLUMNS, ROWS
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place, Remark, RemarkKind, Text

SEPARATORS = (",", "\t", ";", "|", "，")
"""In the order in which they are preferred where two do as well."""

_USUAL = SEPARATORS[:3]

_NAMES = {
    ",": Text("逗号", "a comma"),
    "\t": Text("制表符", "a tab"),
    ";": Text("分号", "a semicolon"),
    "|": Text("竖线", "a vertical bar"),
    "，": Text("全角逗号", "a full-width comma"),
}
_EXCEL_LINE = "sep="
"""Excel's own first line of a CSV file, ``sep=;``."""


def read(content: bytes, document: str) -> RawDocument:
    """Take a CSV or TSV file apart.

    Args:
        content: The file.
        document: What the person calls it; an ending ``.tsv`` or ``.tab`` prefers tabs.

    Returns:
        One grid of the rows that hold anything; a row is counted as in a spreadsheet, empty ones included.

    Raises:
        UnreadableDocumentError: It is no text, or a quotation mark is not closed.
        DocumentTooLargeError: It has too many rows, columns or characters in a cell.
    """
    return taken_apart(decode(content, document), document)


def taken_apart(decoded: Decoded, document: str) -> RawDocument:
    """The same of a text; see ``read``."""
    remarks = list(decoded.remarks(document))
    text, first = decoded.text, 1
    if text[: len(_EXCEL_LINE)].lower() == _EXCEL_LINE and text[len(_EXCEL_LINE) :][:1] in SEPARATORS:
        line, _, text = text.partition("\n")
        separator, first = line[len(_EXCEL_LINE)], 2
        remarks.append(_separator_line(document, line.strip()))
        records = _parse(text, separator, document, first)
    else:
        separator, records = _best(text, document)
        if separator not in _USUAL:
            remarks.append(_unusual(document, separator))
    rows = [
        row_of(document, number, [each.replace("\r\n", "\n").replace("\r", "\n") for each in cells])
        for number, cells in enumerate(records.cells, start=first)
        if any(map(str.strip, cells))
    ]
    grid = Grid(tuple(rows), Place(document, table=1))
    kind = "tsv" if separator == "\t" else "csv"
    return RawDocument(document, kind, (grid,), (), tuple(remarks))


@dataclass(frozen=True, slots=True)
class _Records:
    cells: list[list[str]]

    @property
    def evenness(self) -> int:
        """Cells in rows of the width that most rows have; 0 where that is one cell."""
        widths = Counter(len(row) for row in self.cells if any(map(str.strip, row)))
        if not widths:
            return 0
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return count * width if width > 1 else 0


def _best(text: str, document: str) -> tuple[str, _Records]:
    """The separator that makes most rows equally wide, and the records that it makes."""
    is_tsv = document.lower().endswith((".tsv", ".tab"))
    order = sorted(SEPARATORS, key=lambda each: each != "\t") if is_tsv else SEPARATORS
    parsed: dict[str, _Records] = {}
    problems: dict[str, UnreadableDocumentError] = {}
    for separator in order:
        if separator in text:
            try:
                parsed[separator] = _parse(text, separator, document, 1)
            except UnreadableDocumentError as error:
                problems[separator] = error
    chosen = max(parsed, key=lambda each: parsed[each].evenness, default=None)
    for separator, problem in problems.items():
        # Chinese prose is full of full-width commas: they are no proof against a slip with a quotation mark.
        if chosen not in _USUAL or (separator in _USUAL and text.count(separator) >= text.count(chosen)):
            raise problem
    if chosen is None:
        return order[0], _parse(text, order[0], document, 1)
    return chosen, parsed[chosen]


def _parse(text: str, separator: str, document: str, first: int) -> _Records:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    begun = cells = 0
    try:
        for record in reader:
            ROWS.hold(document, len(records) + 1)
            COLUMNS.hold(document, len(record))
            CHARACTERS.hold(document, max(map(len, record), default=0))
            cells += len(record)
            CELLS.hold(document, cells)
            records.append(record)
            begun = reader.line_num
    except csv.Error as error:
        if "field limit" in str(error):
            CHARACTERS.hold(document, csv.field_size_limit())
        raise _unbalanced(document, begun + first) from error
    return _Records(records)


def _unbalanced(document: str, line: int) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        document,
        Text(
            f"从第 {line} 行开始的一行记录，英文双引号没有配对。"
            "含有双引号的单元格要整个用双引号括起，其中的双引号写成两个。",
            f'In the record that begins on line {line} a quotation mark (") is not closed. '
            "A cell that holds one is put in quotation marks as a whole, and those inside are doubled.",
        ),
    )


def _separator_line(document: str, line: str) -> Remark:
    text = Text(
        "说明分隔符的一行，不是表格内容。", "The line that names the separator, no part of the table."
    )
    return Remark(RemarkKind.FURNITURE, "separator-line", text, line, Place(document, row=1))


def _unusual(document: str, separator: str) -> Remark:
    name = _NAMES[separator]
    text = Text(
        f"单元格以{name.zh}分隔；请核对各列是否对齐。",
        f"Cells are parted by {name.en}; check that the columns are right.",
    )
    return Remark(RemarkKind.DOUBTFUL, "separator", text, separator, Place(document))
