"""How large a document may be before it is refused: a list of services is far below all of it.

Not here: the sizes of packed files (``package``), limits of the process that reads (``limited``).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg_service.errors import DocumentTooLargeError
from kg_service.model import Text


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
PAGES = Limit(500, Text("页数", "The number of pages"), Text("页", "pages"))
SECONDS = Limit(60, Text("读取所用的时间", "The time that reading takes"), Text("秒", "seconds"))
