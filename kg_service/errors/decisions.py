"""What can be wrong with the file of identity decisions."""

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class MalformedDecisionError(KgServiceError):
    """A line of the file of decisions that says nothing that could be followed."""

    code = "malformed-decision"

    def __init__(self, document: str, line: int, expected: Text) -> None:
        self.document, self.line, self.expected = document, line, expected
        super().__init__(
            Text(
                zh=f"{document}，第 {line} 行：这条决定读不懂。{expected.zh}",
                en=f"{document}, line {line}: this decision can't be followed. {expected.en}",
            )
        )
