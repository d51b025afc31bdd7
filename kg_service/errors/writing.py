"""What keeps an edition from being written as a file."""

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class CellTooLongError(KgServiceError):
    """A text that is longer than a cell of the format may be."""

    code = "cell-too-long"

    def __init__(self, number: int, length: int, limit: int) -> None:
        """*number* is that of the row; *length* and *limit* are in characters."""
        self.number, self.length, self.limit = number, length, limit
        super().__init__(
            Text(
                f"序号 {number} 有一格长 {length:,} 个字符，Excel 的一格最多 {limit:,} 个。请改用别的格式。",
                f"A cell of row {number} has {length:,} characters, and one of Excel's takes {limit:,}. "
                "Choose another format.",
            )
        )
