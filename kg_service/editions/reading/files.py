"""Reading a document: what kind of file it is, taken apart by its reader, and the list found in it.

Not here: the readers (one module a kind), the table (``table``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.kinds import Kind, kind_of
from kg_service.editions.reading.table import find_table
from kg_service.model import Place, Reading, Remark, RemarkKind, Text
from kg_service.regular import bytes_of, hold_length

MAX_BYTES = 100_000_000
"""Of a file."""

_NAMES = {
    "docx": Text("Word 文档（.docx）", "a Word document (.docx)"),
    "doc": Text("旧式 Word 文档（.doc）", "an old Word document (.doc)"),
    "xlsx": Text("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
    "pdf": Text("PDF", "a PDF"),
    "html": Text("网页", "a web page"),
    "rdf": Text("RDF", "RDF"),
    "txt": Text("纯文本", "plain text"),
    "csv": Text("CSV", "CSV"),
    "tsv": Text("TSV", "TSV"),
}


def read_document(path: Path) -> Reading:
    """Read the list out of a file.

    Args:
        path: A .docx, .doc, .xlsx, .csv, .tsv, .txt, .pdf or .html file, or our own model in RDF.

    Raises:
        UnreadableFileError: There is no such file, or it can't be opened.
        UnreadableDocumentError: Nothing can be made of it; its subclasses say why.
        SyntaxProblemError: It is RDF that does not parse.
    """
    from kg_service.editions.reading.limited import read_limited

    return read_limited(bytes_of(path, MAX_BYTES), str(path))


def read_bytes(content: bytes, name: str) -> Reading:
    """Read the list out of the bytes of a file.

    Args:
        content: The file.
        name: Its name or path; messages and places have it, and its ending decides between kinds of text.

    Raises:
        UnreadableDocumentError: Nothing can be made of it; its subclasses say why.
        SyntaxProblemError: It is RDF that does not parse.
    """
    hold_length(content, name, MAX_BYTES)
    kind = kind_of(content, name)
    said = _misnamed(kind, name)
    if kind.name == "rdf":
        from kg_service.editions.reading import rdf

        reading = rdf.read(content, name, kind.ending)
        return replace(reading, remarks=(*said, *reading.remarks))
    raw = take_apart(content, name, kind)
    return find_table(replace(raw, remarks=(*said, *raw.remarks)))


def read_converted(content: bytes, name: str) -> Reading:
    """Read the .docx that was made of an old Word document.

    Raises:
        UnreadableDocumentError: Nothing can be made of it; its subclasses say why.
    """
    from kg_service.editions.reading import docx

    return find_table(replace(docx.read(content, name), format="doc"))


def take_apart(content: bytes, name: str, kind: Kind | None = None) -> RawDocument:
    """What the reader of the file's kind makes of it, before the list is looked for.

    Raises:
        UnreadableDocumentError: As ``read_bytes``.
    """
    # Imported here since each needs a library of its own, which takes a while.
    match (kind or kind_of(content, name)).name:
        case "docx":
            from kg_service.editions.reading import docx

            return docx.read(content, name)
        case "doc":
            from kg_service.editions.reading import doc

            return doc.read(content, name)
        case "xlsx":
            from kg_service.editions.reading import xlsx

            return xlsx.read(content, name)
        case "csv" | "tsv":
            from kg_service.editions.reading import delimited

            return delimited.read(content, name)
        case "pdf":
            from kg_service.editions.reading import pdf

            return pdf.read(content, name)
        case "html":
            from kg_service.editions.reading import html

            return html.read(content, name)
    from kg_service.editions.reading import txt

    return txt.read(content, name)


def _misnamed(kind: Kind, name: str) -> tuple[Remark, ...]:
    if not kind.is_misnamed:
        return ()
    words = _NAMES[kind.name]
    text = Text(
        f"文件名后缀是 {kind.ending}，内容却是{words.zh}，按内容读取。",
        f"The name ends in {kind.ending}, but this is {words.en}; it was read as that.",
    )
    return (Remark(RemarkKind.DOUBTFUL, "wrong-ending", text, "", Place(name)),)
