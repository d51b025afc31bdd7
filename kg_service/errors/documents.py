"""What keeps a document from being read: it is damaged, locked, too large, or holds no list."""

from collections.abc import Sequence

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class UnreadableDocumentError(KgServiceError):
    """A document of which nothing can be made; base of the others of this module."""

    code = "unreadable-document"

    def __init__(self, document: str, reason: Text) -> None:
        """*reason* is whole sentences: what was found, what to do."""
        self.document, self.reason = document, reason
        super().__init__(Text(f"{document}：{reason.zh}", f"{document}: {reason.en}"))


READ_KINDS = Text(
    "请另存为 .docx、.xlsx、.csv、.txt 或 .pdf，再试一次。",
    "Save it as .docx, .xlsx, .csv, .txt or .pdf and try again.",
)


class UnsupportedDocumentError(UnreadableDocumentError):
    """A document of a kind that is not read."""

    code = "unsupported-document"

    def __init__(self, document: str, kind: Text, instead: Text | None = None) -> None:
        """*kind* is a noun; *instead* says what to do, where it is more than to save it as another kind."""
        self.kind, self.instead = kind, instead or READ_KINDS
        super().__init__(
            document,
            Text(
                f"这是{kind.zh}，不能读取。{self.instead.zh}",
                f"This is {kind.en}, which is not read. {self.instead.en}",
            ),
        )


class EncryptedDocumentError(UnreadableDocumentError):
    """A document that is locked with a password."""

    code = "encrypted-document"

    def __init__(self, document: str) -> None:
        super().__init__(
            document,
            Text(
                "文件设有打开密码。请用原来的程序打开，去掉密码后另存一份再试。",
                "The file is locked with a password. Open it in its own program, remove the password "
                "and save a copy.",
            ),
        )


class DocumentTooLargeError(UnreadableDocumentError):
    """A document, or a part of it, that is larger than is read."""

    code = "document-too-large"

    def __init__(self, document: str, what: Text, limit: int, unit: Text) -> None:
        """*what* and *unit* are nouns: “解压后的内容”, “MB”."""
        self.what, self.limit, self.unit = what, limit, unit
        super().__init__(
            document,
            Text(
                f"{what.zh}超过上限 {limit:,} {unit.zh}，没有读取。请只留下清单的表格再试。",
                f"{what.en} is over the limit of {limit:,} {unit.en}, so it was not read. "
                "Leave only the table of the list in it and try again.",
            ),
        )


class NoTableError(UnreadableDocumentError):
    """A document in which no table has the headings of the list."""

    code = "no-table"

    def __init__(self, document: str, missing: Sequence[Text], nearest: str = "") -> None:
        """*nearest* is the row that is most like a heading, *missing* what it lacks; empty where none is."""
        self.missing, self.nearest = tuple(missing), nearest
        zh = "没有找到清单的表格：表头应有服务对象、服务项目、服务内容、责任部门。"
        en = (
            "The table of the list was not found: its headings are 服务对象 (beneficiaries), "
            "服务项目 (service), 服务内容 (content) and 责任部门 (responsible bodies)."
        )
        if nearest:
            zh += f"最像表头的一行是“{nearest}”，缺少{'、'.join(each.zh for each in self.missing)}。"
            en += (
                f" The row that is most like a heading is “{nearest}”; it lacks "
                f"{', '.join(f'{each.zh} ({each.en})' for each in self.missing)}."
            )
        super().__init__(document, Text(zh, en))


class MissingProgramError(UnreadableDocumentError):
    """A document that only another program can open, which is not installed."""

    code = "missing-program"

    def __init__(self, document: str, kind: Text, program: str, instead: Text) -> None:
        """*instead* says what to do without the program."""
        self.kind, self.program, self.instead = kind, program, instead
        super().__init__(
            document,
            Text(
                f"这是{kind.zh}，要靠 {program} 才能读取，而这台机器上没有装。{instead.zh}",
                f"This is {kind.en}, which is read with the help of {program}, "
                f"and that is not installed here. {instead.en}",
            ),
        )


class DocumentTimeoutError(UnreadableDocumentError):
    """A document that takes too long to read."""

    code = "document-timeout"

    def __init__(self, document: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            document,
            Text(
                f"读了 {seconds} 秒还没有读完，已停止。请只留下清单的表格，另存一份再试。",
                f"Reading it took more than {seconds} seconds and was stopped. "
                "Leave only the table of the list in it, save a copy and try again.",
            ),
        )


class DocumentMemoryError(UnreadableDocumentError):
    """A document that takes too much memory to read."""

    code = "document-memory"

    def __init__(self, document: str, megabytes: int) -> None:
        self.megabytes = megabytes
        super().__init__(
            document,
            Text(
                f"读取时用内存超过 {megabytes:,} MB，已停止。请只留下清单的表格，另存一份再试。",
                f"Reading it took more than {megabytes:,} MB of memory and was stopped. "
                "Leave only the table of the list in it, save a copy and try again.",
            ),
        )


class TangledNodesError(UnreadableDocumentError):
    """An RDF document whose blank nodes hang together so that they can't be told apart in bounded time."""

    code = "tangled-nodes"

    def __init__(self, document: str) -> None:
        super().__init__(
            document,
            Text(
                "文件里的空白节点互相指向，在限定的时间内无法区分。请给这些节点写上 IRI，再试一次。",
                "Its blank nodes point at each other so that they can't be told apart within the time that "
                "there is. Give them IRIs and try again.",
            ),
        )
