"""What reading a workbook sets aside or finds doubtful.

Not here: the cells themselves (``xlsx``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg_service.editions.reading.workbook import Position, number
from kg_service.model import Place, Remark, RemarkKind, Text

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class SheetRemark:
    """One kind of remark on a workbook."""

    kind: RemarkKind
    code: str
    text: Text

    def at(self, place: Place, found: str = "") -> Remark:
        """The remark on one place."""
        return Remark(self.kind, self.code, self.text, found, place)


_HIDDEN_ROW = SheetRemark(
    RemarkKind.DOUBTFUL,
    "hidden-row",
    Text(
        "这一行是隐藏的，仍已读取。请确认是否要它。",
        "This row is hidden and was read all the same. Is it meant?",
    ),
)
_HIDDEN_COLUMN = SheetRemark(
    RemarkKind.DOUBTFUL,
    "hidden-column",
    Text(
        "这一列是隐藏的，仍已读取。请确认是否要它。",
        "This column is hidden and was read all the same. Is it meant?",
    ),
)
_HIDDEN_SHEET = SheetRemark(
    RemarkKind.FURNITURE,
    "hidden-sheet",
    Text(
        "隐藏的工作表没有读取；如需要，请取消隐藏。",
        "A hidden sheet was set aside; unhide it if it is meant.",
    ),
)
NO_VALUE = SheetRemark(
    RemarkKind.DOUBTFUL,
    "formula-without-value",
    Text(
        "公式没有保存计算结果，按空单元格读取。请用 Excel 打开并保存，或改为文字。",
        "The formula has no stored value and was read as empty. Save it in Excel anew, or write the text.",
    ),
)
CELL_ERROR = SheetRemark(
    RemarkKind.DOUBTFUL,
    "cell-error",
    Text("单元格显示的是公式错误。请改正。", "The cell shows an error of its formula. Correct it."),
)
MACROS = SheetRemark(
    RemarkKind.DOUBTFUL,
    "macros",
    Text(
        "文件带有宏程序；没有运行，只读取了内容。",
        "The file carries a program (macros); it was not run, only the content was read.",
    ),
)


def hidden_parts(texts: Mapping[Position, str], root: _Element, sheet: Place) -> Iterator[Remark]:
    """A remark for each hidden row and column that holds anything."""
    default = root.find("{*}sheetFormatPr")
    hides_all = default is not None and default.get("zeroHeight") in ("1", "true")
    told = {number(row.get("r")): row for row in root.iterfind("{*}sheetData/{*}row")}
    by_row: dict[int, list[str]] = {}
    by_column: dict[int, list[str]] = {}
    for (row, column), text in sorted(texts.items()):
        by_row.setdefault(row, []).append(text)
        by_column.setdefault(column, []).append(text)
    for row, words in by_row.items():
        element = told.get(row)
        if hides_all if element is None else _is_hidden(element):
            yield _HIDDEN_ROW.at(replace(sheet, row=row), " ".join(words))
    for element in root.iterfind("{*}cols/{*}col"):
        if _is_hidden(element):
            first, last = number(element.get("min")) or 1, number(element.get("max")) or 0
            for column in sorted(each for each in by_column if first <= each <= last):
                place = replace(sheet, cell=column)
                yield _HIDDEN_COLUMN.at(place, " ".join(by_column[column]))


def _is_hidden(element: _Element) -> bool:
    """Hidden, or so low or narrow that nothing shows."""
    size = element.get("ht") if element.get("ht") is not None else element.get("width")
    return element.get("hidden") in ("1", "true") or size in ("0", "0.0")


def hidden_sheet(texts: Mapping[Position, str], sheet: Place) -> Iterator[Remark]:
    """A remark for each row of a sheet that is hidden as a whole."""
    by_row: dict[int, list[str]] = {}
    for (row, _), text in sorted(texts.items()):
        by_row.setdefault(row, []).append(text)
    for row, words in by_row.items():
        yield _HIDDEN_SHEET.at(replace(sheet, row=row), " ".join(words))
