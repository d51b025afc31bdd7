"""What can go wrong while links are looked for and reviewed."""

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class UnknownLinkError(KgServiceError):
    """A link that a file under review does not hold, or no longer in that form."""

    code = "unknown-link"

    def __init__(self, document: str, subject: str, predicate: str, object_: str) -> None:
        self.document, self.key = document, (subject, predicate, object_)
        super().__init__(
            Text(
                zh=f"{document} 中没有这条链接：{subject} {predicate} {object_}。"
                "可能刚有人改过，请重新打开再看。",
                en=f"{document} has no such link: {subject} {predicate} {object_}. "
                "Somebody may have changed it; open it again and look.",
            )
        )


class LinkDecidedError(KgServiceError):
    """A decision by which a file would hold one link twice."""

    code = "link-decided"

    def __init__(self, document: str, subject: str, predicate: str, object_: str) -> None:
        self.document, self.key = document, (subject, predicate, object_)
        super().__init__(
            Text(
                zh=f"{document} 中另一行已经写有 {subject} {predicate} {object_}。"
                "请选别的关系，或先改那一行。",
                en=f"Another row of {document} has {subject} {predicate} {object_} already. "
                "Choose another relation, or change that row first.",
            )
        )
