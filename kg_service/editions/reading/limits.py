"""How large a document may be before it is refused: a list of services is far below all of it.

Not here: the sizes of packed files (``package``), limits of the process that reads (``limited``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg_service.errors import DocumentTooLargeError
from kg_service.model import Column, ReadRow, Text


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of one thing that is read."""

    most: int
    what: Text
    unit: Text

    def hold(self, document: str, found: int) -> None:
        """Let *found* pass.

        Raises:
            DocumentTooLargeError: It is more than the most.
        """
        if found > self.most:
            raise DocumentTooLargeError(document, self.what, self.most, self.unit)


ROWS = Limit(100_000, Text("表格的行数", "The number of rows of a table"), Text("行", "rows"))
COLUMNS = Limit(1_000, Text("表格的列数", "The number of columns of a table"), Text("列", "columns"))
CELLS = Limit(200_000, Text("单元格总数", "The number of cells"), Text("个", "cells"))
"""Of one document, the positions of a merge counted one by one."""
CHARACTERS = Limit(100_000, Text("一个单元格的文字", "The text of a cell"), Text("个字符", "characters"))
LINES = Limit(500_000, Text("文件的行数", "The number of lines of the file"), Text("行", "lines"))
LIST_ROWS = Limit(1_000, Text("清单的行数", "The number of rows of the list"), Text("行", "rows"))
"""Beyond it, comparing rows with each other would take minutes; a province's list has some dozens."""
LIST_CELL = Limit(
    5_000, Text("清单一格的文字", "The text of a cell of the list"), Text("个字符", "characters")
)
LIST_CHARACTERS = Limit(300_000, Text("清单的文字总数", "The text of the list"), Text("个字符", "characters"))
"""What a merged cell says is counted in each row that it holds for."""
BODIES = Limit(
    100, Text("一格里的责任部门数", "The number of responsible bodies in a cell"), Text("个", "bodies")
)
LIST_BODIES = Limit(3_000, Text("责任部门的总数", "The number of responsible bodies"), Text("个", "bodies"))
"""Of all rows together, a body counted in each."""
LIST_CLAUSES = Limit(
    5_000,
    Text("服务内容的分句总数", "The number of clauses in the contents"),
    Text("个", "clauses"),
)
_CLAUSE_ENDS = "；;，,。、"
PAGES = Limit(500, Text("页数", "The number of pages"), Text("页", "pages"))
SECONDS = Limit(60, Text("读取所用的时间", "The time that reading takes"), Text("秒", "seconds"))


def hold_list(document: str, rows: Sequence[ReadRow]) -> None:
    """Let a list pass that is not larger than can be checked and compared.

    Raises:
        DocumentTooLargeError: It has too many rows, characters or bodies.
    """
    LIST_ROWS.hold(document, len(rows))
    total = 0
    for row in rows:
        BODIES.hold(document, len(row.bodies))
        for cell in row.cells.values():
            LIST_CELL.hold(document, len(cell.written))
            total += len(cell.written)
    LIST_CHARACTERS.hold(document, total)
    contents = [row.cells[Column.CONTENT].written for row in rows]
    LIST_CLAUSES.hold(document, sum(text.count(end) for text in contents for end in _CLAUSE_ENDS))
    LIST_BODIES.hold(document, sum(len(row.bodies) for row in rows))
