"""Rows for spreadsheets: an Excel workbook, or CSV that Excel opens.

In a workbook every text is a text cell; in CSV an apostrophe stands before what would be a formula. Nothing
that a cell holds is run or followed as a link.

Not here: CSV for programs, which gives every text as it is (``writing``).
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import xlsxwriter

from kg_service.errors import QueryEvaluationError
from kg_service.model import Literal, Term, Text
from kg_service.vocabulary import XSD

# Source: https://support.microsoft.com/office/excel-specifications-and-limits
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CHARACTERS = 32_767
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DIGITS = 15
"""Excel keeps 15 significant digits; a longer number would change, so that it stays text."""

_NUMBERS = {
    str(t) for t in (XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.int, XSD.nonNegativeInteger)
}


def workbook(columns: Sequence[str], rows: Iterable[Sequence[Term | bool | None]]) -> bytes:
    """One sheet with a heading row.

    Args:
        columns: Headings.
        rows: Cells; None leaves a cell empty.

    Raises:
        QueryEvaluationError: More rows, columns or characters than a sheet holds.
    """
    if len(columns) > MAX_COLUMNS:
        raise _too_big(MAX_COLUMNS, Text("列", "columns"))
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # The time of writing would make two equal answers differ.
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, heading)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        if number >= MAX_ROWS:
            raise _too_big(MAX_ROWS, Text("行", "rows"))
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    book.close()
    return buffer.getvalue()


def inert(text: str) -> str:
    """*text* as a cell of CSV, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> Iterator[bytes]:
    """The lines of a CSV file for Excel, with a byte order mark; numbers stay numbers."""
    yield codecs.BOM_UTF8 + _line(columns)
    for row in rows:
        yield _line(["" if cell is None else _plain(cell) for cell in row])


def _plain(cell: Term) -> str:
    is_number = isinstance(cell, Literal) and cell.datatype in _NUMBERS and _number(cell.value) is not None
    return str(cell) if is_number else inert(str(cell))


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: Term | bool | None) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
        return
    if isinstance(cell, Literal) and cell.datatype == str(XSD.boolean) and cell.value in ("true", "false"):
        sheet.write_boolean(row, column, cell.value == "true")
        return
    if (
        isinstance(cell, Literal)
        and cell.datatype in _NUMBERS
        and (number := _number(cell.value)) is not None
    ):
        sheet.write_number(row, column, number)
        return
    text = str(cell)
    if len(text) > MAX_CHARACTERS:
        raise _too_big(MAX_CHARACTERS, Text("个字符（每格）", "characters a cell"))
    sheet.write_string(row, column, text)


def _number(text: str) -> float | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    # Decimal keeps the exponent as written: nothing here unfolds 1E+999999999.
    if not value.is_finite() or len(value.as_tuple().digits) > _DIGITS or abs(value.adjusted()) > 300:
        return None
    return float(value)


def _too_big(limit: int, unit: Text) -> QueryEvaluationError:
    return QueryEvaluationError(
        Text(
            f"答案超出 Excel 的上限：{limit} {unit.zh}", f"the answer is more than Excel's {limit} {unit.en}"
        )
    )
