"""What keeps a result from being given in the form that was asked for."""

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class NotAnnotatableError(KgServiceError):
    """A file that findings can't be written into."""

    code = "not-annotatable"

    def __init__(self, document: str, reason: Text) -> None:
        """*reason* is whole sentences: why, what to do instead."""
        self.document, self.reason = document, reason
        super().__init__(
            Text(
                f"不能把结果写回 {document}：{reason.zh}",
                f"Findings can't be written into {document}: {reason.en}",
            )
        )
