"""The editor's own Word file with a comment at each cell that has findings.

Comments that are in the file stay. Only the parts that hold the text, the comments and the pointers to them
are written anew; everything else is kept byte for byte, tracked changes, styles and pictures included.

Not here: which findings there are, and in which words (``wording``).
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg_service.editions.reading.word_table import layout_of
from kg_service.editions.reading.word_xml import child, name
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Finding, Lang, Text
from kg_service.validation.outputs.anchors import Anchor
from kg_service.validation.outputs.package import AUTHOR, STRICT, PackageEditor, for_xml
from kg_service.validation.outputs.wording import note

if TYPE_CHECKING:
    from lxml.etree import _Element

INITIALS = "kg"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def annotate_docx(
    content: bytes, document: str, notes: Mapping[Anchor, Sequence[Finding]], lang: Lang, at: dt.datetime
) -> bytes:
    """Write findings into a Word file as comments.

    Args:
        content: The file.
        document: What to call it in messages.
        notes: Findings by the cell that they are about.
        lang: Language of the comments.
        at: Date of the comments.

    Raises:
        UnreadableDocumentError: There is no Word document in it.
    """
    editor = PackageEditor(content, document)
    main = editor.package.main_part()
    root = editor.xml(main) if main else None
    body = root.find("{*}body") if root is not None else None
    if main is None or root is None or body is None:
        reason = Text("文件里没有 Word 文档。", "There is no Word document in it.")
        raise UnreadableDocumentError(document, reason)
    word = str(root.tag).partition("}")[0] + "}"
    comments = _comments(editor, main, word)
    taken = [int(value) for c in comments if (value := c.get(f"{word}id", "")).lstrip("-").isdecimal()]
    number = max(taken, default=-1)
    tables = tables_of(body)
    for anchor, findings in notes.items():
        first, last = _paragraphs(_cell(tables, anchor, document), body, word)
        for finding in findings:
            number += 1
            _mark(first, last, number, word)
            comments.append(_comment(number, note(finding, lang), at, word))
    return editor.save()


def tables_of(body: _Element) -> list[_Element]:
    """The tables of a document as places count them: in its order, those inside of cells included."""
    return [table for table in body.iter("{*}tbl") if _is_read(table)]


def _is_read(table: _Element) -> bool:
    """Not in the older of two ways in which a text box is stored, nor in a row that a tracked change "
    "deletes."""
    for above in table.iterancestors():
        if str(above.tag).endswith("}Fallback"):
            return False
        if name(above) == "w:tr" and child(above, "w:trPr", "w:del") is not None:
            return False
    return True


def _cell(tables: Sequence[_Element], anchor: Anchor, document: str) -> _Element | None:
    if anchor.table is None or not 0 < anchor.table <= len(tables):
        return None
    rows = layout_of(tables[anchor.table - 1], document)
    row = next((row for row in rows if row.number == anchor.row), rows[0] if rows else None)
    if row is None or not row.cells:
        return None
    wanted = anchor.cell or 1
    return next((c.element for c in row.cells if c.first <= wanted <= c.last), row.cells[-1].element)


def _paragraphs(cell: _Element | None, body: _Element, word: str) -> tuple[_Element, _Element]:
    """The first and the last paragraph of a cell; of the document where there is no such cell."""
    found = list((cell if cell is not None else body).iter(f"{word}p"))
    if not found:
        from lxml import etree

        holder = cell if cell is not None else body
        found = [etree.SubElement(holder, f"{word}p")]
    return (found[0], found[-1]) if cell is not None else (found[0], found[0])


def _mark(first: _Element, last: _Element, number: int, word: str) -> None:
    from lxml import etree

    start = etree.Element(f"{word}commentRangeStart", {f"{word}id": str(number)})
    at = 0
    while at < len(first) and first[at].tag in (f"{word}pPr", f"{word}commentRangeStart"):
        at += 1
    first.insert(at, start)
    etree.SubElement(last, f"{word}commentRangeEnd", {f"{word}id": str(number)})
    run = etree.SubElement(last, f"{word}r")
    etree.SubElement(run, f"{word}commentReference", {f"{word}id": str(number)})


def _comments(editor: PackageEditor, main: str, word: str) -> _Element:
    """Root of the comments of a document, made where it has none."""
    from lxml import etree

    for pointer in editor.package.relationships(main).values():
        if pointer.kind == "comments" and not pointer.is_external and editor.package.holds(pointer.target):
            return editor.xml(pointer.target)
    part = posixpath.join(posixpath.dirname(main), "comments.xml")
    if editor.package.holds(part):
        part = editor.new_name(posixpath.dirname(main), "comments", "xml")
    editor.declare(_COMMENTS_TYPE, part=part)
    editor.relate(
        main, "comments", part, strict=word[1:].startswith(STRICT.rpartition("/")[0].rpartition("/")[0])
    )
    return editor.create(part, etree.Element(f"{word}comments", nsmap={"w": word[1:-1]}))


def _comment(number: int, text: str, at: dt.datetime, word: str) -> _Element:
    from lxml import etree

    attributes = {
        "id": str(number),
        "author": AUTHOR,
        "initials": INITIALS,
        "date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    comment = etree.Element(f"{word}comment", {f"{word}{key}": value for key, value in attributes.items()})
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, f"{word}p"), f"{word}r")
        words = etree.SubElement(run, f"{word}t", {_XML_SPACE: "preserve"})
        words.text = for_xml(line)
    return comment
