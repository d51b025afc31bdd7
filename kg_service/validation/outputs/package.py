"""Change some parts of an office file and hand every other part on as it is, byte for byte.

Not here: what is changed (``annotated_docx``, ``annotated_xlsx``), whether a file is safe (``open_package``).
"""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from kg_service.editions.reading.package import Package, open_package

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
AUTHOR = "kg validate"
"""Of the comments and notes that are put in."""


class PackageEditor:
    """The parts of a file that are being changed, by name."""

    def __init__(self, content: bytes, document: str) -> None:
        """Look the file over.

        Raises:
            EncryptedDocumentError, DocumentTooLargeError, UnreadableDocumentError: See ``open_package``.
        """
        self.package: Package = open_package(content, document)
        self._content = content
        self._trees: dict[str, _Element] = {}
        self._added: dict[str, bytes] = {}

    def xml(self, name: str) -> _Element:
        """Root of a part; what is changed in it is written."""
        if name not in self._trees:
            self._trees[name] = self.package.xml(name)
        return self._trees[name]

    def create(self, name: str, root: _Element) -> _Element:
        """Add a part that is XML; *root* may still be changed."""
        self._trees[name] = root
        return root

    def add(self, name: str, content: bytes) -> None:
        """Add a part, or put another content in its place."""
        self._added[name] = content

    def new_name(self, folder: str, stem: str, ending: str) -> str:
        """A name that no part has: ``xl/comments7.xml``."""
        number = 1
        while self.package.holds(name := posixpath.join(folder, f"{stem}{number}.{ending}")) or name in {
            *self._added,
            *self._trees,
        }:
            number += 1
        return name

    def declare(self, content_type: str, *, part: str | None = None, ending: str | None = None) -> None:
        """Say what a new part, or every part of an ending, is."""
        types = self.xml(_CONTENT_TYPES)
        from lxml import etree

        if ending is not None:
            if all(e.get("Extension", "").lower() != ending for e in types):
                types.insert(
                    0, etree.Element(f"{{{_TYPES_NS}}}Default", Extension=ending, ContentType=content_type)
                )
        elif part is not None:
            etree.SubElement(types, f"{{{_TYPES_NS}}}Override", PartName=f"/{part}", ContentType=content_type)

    def relate(self, source: str, kind: str, target: str, *, strict: bool = False) -> str:
        """Let *source* point at *target*; the id of the pointer comes back."""
        from lxml import etree

        folder, base = posixpath.split(source)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self._trees:
            if self.package.holds(rels):
                self.xml(rels)
            else:
                self._trees[rels] = etree.Element(f"{{{_RELS_NS}}}Relationships", nsmap={None: _RELS_NS})
        root = self._trees[rels]
        taken = {element.get("Id") for element in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        etree.SubElement(
            root,
            f"{{{_RELS_NS}}}Relationship",
            Id=f"rId{number}",
            Type=f"{STRICT if strict else TRANSITIONAL}/{kind}",
            Target=posixpath.relpath(target, folder or "."),
        )
        return f"rId{number}"

    def save(self) -> bytes:
        """The file with its changes; its other parts are what they were, in the same order."""
        trees = {name.lower(): tree for name, tree in self._trees.items()}
        out, written = BytesIO(), set()
        with zipfile.ZipFile(BytesIO(self._content)) as before, zipfile.ZipFile(out, "w") as after:
            for info in before.infolist():
                name = info.filename.replace("\\", "/").lstrip("/")
                written.add(name.lower())
                if name.lower() in trees:
                    content = _serialized(trees[name.lower()])
                elif name in self._added:
                    content = self._added[name]
                else:
                    content = before.read(info)
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type, kept.external_attr = info.compress_type, info.external_attr
                after.writestr(kept, content)
            new = {name: _serialized(tree) for name, tree in self._trees.items()} | self._added
            for name, content in new.items():
                if name.lower() not in written:
                    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    made.compress_type = zipfile.ZIP_DEFLATED
                    after.writestr(made, content)
        return out.getvalue()


def for_xml(text: str) -> str:
    """Text without what XML can't hold."""
    return "".join(
        c
        if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
        else "\ufffd"
        for c in text
    )


def _serialized(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
