"""The table as an Excel workbook that prints on landscape A4, its heading on every page.

Every text is a text cell, and stays one when it is edited: nothing of it is run as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from kg_service.editions.writing.layout import HEADINGS, WIDTHS_MM, lay_out, xml_text
from kg_service.errors import CellTooLongError
from kg_service.model import Row
from kg_service.store.spreadsheet import MAX_CHARACTERS

_A4 = 9
_CHARACTERS_A_MM = 0.5
_FORMULA_SIGNS = ("=", "+", "-", "@")
_NUMBER = HEADINGS.index("序号")


def write(rows: Sequence[Row], title: str) -> bytes:
    """The rows as a workbook of one sheet, goals and groups merged.

    Args:
        rows: By number.
        title: Printed above the table.

    Raises:
        CellTooLongError: A text is longer than a cell of Excel takes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # The time of writing would make two equal files differ.
    book.set_properties({"title": xml_text(title), "created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet("清单")
    looks = _Looks(book)
    at = 0
    if title:
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "", looks.title)
        sheet.write_string(0, 0, xml_text(title), looks.title)
        sheet.set_row(0, 30)
        at = 1
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS_MM, strict=True)):
        sheet.set_column(column, column, width * _CHARACTERS_A_MM)
        sheet.write_string(at, column, heading, looks.heading)
    sheet.freeze_panes(at + 1, 0)
    sheet.repeat_rows(at)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    for goal in lay_out(rows):
        for printed in goal:
            at += 1
            for column, (text, deep) in enumerate(zip(printed.texts, printed.deep, strict=True)):
                if deep:
                    _write(sheet, at, column, deep, text, printed.row.number, looks)
    book.close()
    return buffer.getvalue()


class _Looks:
    """The cell styles of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        self.title = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "font_size": 16})
        self.heading = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E7EAEE"})
        self.centred = book.add_format({**cell, "align": "center"})
        self.left = book.add_format(cell)
        self.centred_text = book.add_format({**cell, "align": "center", "quote_prefix": True})
        self.left_text = book.add_format({**cell, "quote_prefix": True})


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    deep: int,
    text: str,
    number: int,
    looks: _Looks,
) -> None:
    if len(text) > MAX_CHARACTERS:
        raise CellTooLongError(number, len(text), MAX_CHARACTERS)
    # A text with the mark of a quotation stays a text when it is edited.
    is_text = text.startswith(_FORMULA_SIGNS)
    if column < 2:
        look = looks.centred_text if is_text else looks.centred
    else:
        look = looks.left_text if is_text else looks.left
    if deep > 1:
        sheet.merge_range(row, column, row + deep - 1, column, "", look)
    if column == _NUMBER:
        sheet.write_number(row, column, number, look)
    else:
        sheet.write_string(row, column, xml_text(text), look)
