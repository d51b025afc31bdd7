"""What kind of file some bytes are: what they hold decides, the ending of the name only between texts.

Not here: reading them (one module a kind), which reader is called (``files``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from kg_service.editions.reading.ole import OLE_MAGIC, is_encrypted_package, is_excel, is_word
from kg_service.editions.reading.package import ZIP_MAGIC, Package, open_package
from kg_service.errors import EncryptedDocumentError, UnreadableDocumentError, UnsupportedDocumentError
from kg_service.model import Text

ENDINGS: dict[str, tuple[str, ...]] = {
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "doc": (".doc", ".dot", ".wps"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "txt": (".txt", ".text", ".md"),
    "pdf": (".pdf",),
    "html": (".html", ".htm", ".xhtml"),
    "rdf": (".ttl", ".nt", ".rdf", ".owl", ".jsonld", ".trig", ".nq", ".json", ".xml"),
}
"""Kind of file to the endings that say so."""

_KINDS = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
_TEXTS = frozenset({"csv", "tsv", "txt"})
"""Kinds that their content does not tell apart for sure."""

_SHEET = Text("请另存为 .xlsx 再试。", "Save it as .xlsx and try again.")
_WORD = Text("请在 Word 里另存为 .docx 再试。", "Save it as .docx in Word and try again.")
_SCAN = Text(
    "图片要先做文字识别（OCR），存成 .docx 或 .xlsx 再试。",
    "Have the text of a picture recognized first (OCR), save it as .docx or .xlsx and try again.",
)
_UNSUPPORTED = (
    (b"{\\rtf", Text("RTF 文件", "an RTF file"), _WORD),
    (b"\x89PNG", Text("图片", "a picture"), _SCAN),
    (b"\xff\xd8\xff", Text("图片", "a picture"), _SCAN),
    (b"GIF8", Text("图片", "a picture"), _SCAN),
    (b"II*\0", Text("图片", "a picture"), _SCAN),
    (b"MM\0*", Text("图片", "a picture"), _SCAN),
    (b"Rar!", Text("压缩包", "an archive"), Text("请先解压。", "Unpack it first.")),
    (b"7z\xbc\xaf", Text("压缩包", "an archive"), Text("请先解压。", "Unpack it first.")),
    (b"\x1f\x8b", Text("压缩包", "an archive"), Text("请先解压。", "Unpack it first.")),
    (b"MIME-Version:", Text("单个文件网页（MHTML）", "a single-file web page (MHTML)"), _WORD),
)
_OPEN_DOCUMENT = {
    "text": (Text("OpenDocument 文本", "an OpenDocument text"), _WORD),
    "spreadsheet": (Text("OpenDocument 电子表格", "an OpenDocument spreadsheet"), _SHEET),
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<\?mso-application|<pkg:package|<w:wordDocument")
_RDF_XML = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_TURTLE = re.compile(rb"^\s*(?:@prefix|@base|PREFIX|BASE)\s+\S*\s*<", re.IGNORECASE | re.MULTILINE)
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file was taken for."""

    name: str
    """A key of ``ENDINGS``."""
    ending: str
    """Of its name, in lower case, with the dot; empty where it has none."""

    @property
    def is_misnamed(self) -> bool:
        """Whether the ending says another kind."""
        named = _KINDS.get(self.ending)
        return bool(self.ending) and named != self.name and not {named, self.name} <= _TEXTS


def kind_of(content: bytes, document: str) -> Kind:
    """Decide what a file is.

    Args:
        content: The file.
        document: Its name or path; the ending decides between kinds of text.

    Raises:
        UnsupportedDocumentError: It is of a kind that is not read.
        EncryptedDocumentError: It is locked with a password.
        UnreadableDocumentError: It is empty, or a damaged archive.
    """
    ending = PurePath(document).suffix.lower()
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableDocumentError(document, Text("文件是空的。", "The file is empty."))
    if content.startswith(OLE_MAGIC):
        return Kind(_ole(content, document), ending)
    if content.startswith(ZIP_MAGIC):
        return Kind(_packed(open_package(content, document), document), ending)
    if b"%PDF-" in content[:1024]:
        return Kind("pdf", ending)
    for magic, words, instead in _UNSUPPORTED:
        if content.startswith(magic):
            raise UnsupportedDocumentError(document, words, instead)
    return Kind(_written(content, document, ending), ending)


def _ole(content: bytes, document: str) -> str:
    if is_encrypted_package(content):
        raise EncryptedDocumentError(document)
    if is_word(content):
        return "doc"
    if is_excel(content):
        words = Text("旧式 Excel 工作簿（.xls）", "an old Excel workbook (.xls)")
        raise UnsupportedDocumentError(document, words, _SHEET)
    raise UnsupportedDocumentError(document, Text("旧式办公文件", "an old office file"))


def _packed(package: Package, document: str) -> str:
    main = package.main_part()
    declared = package.content_type(main) if main else ""
    if "wordprocessingml" in declared or "ms-word" in declared:
        return "docx"
    if "spreadsheetml" in declared or "ms-excel" in declared:
        if "binary" in declared:
            words = Text("二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)")
            raise UnsupportedDocumentError(document, words, _SHEET)
        return "xlsx"
    if "presentationml" in declared or "ms-powerpoint" in declared:
        raise UnsupportedDocumentError(document, Text("演示文稿", "a presentation"))
    if package.holds("mimetype"):
        mimetype = package.read("mimetype")[:200].decode("ascii", errors="replace")
        for word, (words, instead) in _OPEN_DOCUMENT.items():
            if mimetype.strip().endswith(f"opendocument.{word}"):
                raise UnsupportedDocumentError(document, words, instead)
    raise UnsupportedDocumentError(
        document, Text("压缩包", "an archive"), Text("请先解压。", "Unpack it first.")
    )


def _written(content: bytes, document: str, ending: str) -> str:
    """The kind of a text file."""
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = content[:_HEAD_BYTES].decode("utf-16", errors="replace").encode("utf-8").lstrip()
    named = _KINDS.get(ending, "txt")
    if head.startswith(b"<"):
        if _WORD_XML.search(head):
            raise UnsupportedDocumentError(document, Text("Word XML 文件", "a Word XML file"), _WORD)
        if _HTML.search(head) and not _RDF_XML.search(head):
            return "html"
        if _RDF_XML.search(head):
            return "rdf"
        if named == "html":
            return named
    if named == "rdf" or _TURTLE.search(head):
        return "rdf"
    # A text that calls itself .docx or .pdf: what it holds is read all the same, and that is said.
    return named if named in _TEXTS else "txt"
