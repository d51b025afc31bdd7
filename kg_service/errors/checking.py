"""What keeps a check from being done, or its result from being given in the form that was asked for."""

from collections.abc import Sequence

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


class CheckStoppedError(KgServiceError):
    """RDF files whose check takes more time or memory than files of their size may."""

    code = "check-stopped"

    def __init__(self, documents: Sequence[str], took: Text) -> None:
        """*took* is a clause: how it went over its bounds."""
        self.documents, self.took = tuple(documents), took
        names = ", ".join(documents)
        super().__init__(
            Text(
                f"{names}：{took.zh}，校验已停止。请检查是否有哪个节点的取值或指向多得反常。",
                f"{names}: {took.en}, so the check was stopped. "
                "Look for nodes with far more values or links than others.",
            )
        )


class NothingComparedError(KgServiceError):
    """Changes that are asked for of a draft that was held against no edition."""

    code = "nothing-compared"

    def __init__(self, document: str) -> None:
        self.document = document
        super().__init__(
            Text(
                f"{document} 没有对照任何一版，说不出有哪些变化。请选择要对照的版次。",
                f"{document} was held against no edition, so there are no changes to tell of. "
                "Choose the edition to compare with.",
            )
        )
