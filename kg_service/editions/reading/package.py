"""Office files are zip archives of XML parts; the one place that opens such an archive.

Nothing is unpacked to disk, and nothing at all before the sizes that the archive declares have been summed:
``zipfile`` never hands out more of a part than it declares.

Source: Open Packaging Conventions, ECMA-376 Part 2.

Not here: what the parts say (``docx``, ``xlsx``).
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg_service.editions.reading.ole import OLE_MAGIC, is_encrypted_package
from kg_service.errors import DocumentTooLargeError, EncryptedDocumentError, UnreadableDocumentError
from kg_service.model import Text

if TYPE_CHECKING:
    from lxml.etree import _Element

ZIP_MAGIC = b"PK\x03\x04"

MAX_PARTS = 5_000
MAX_TOTAL_BYTES = 200_000_000
"""Of all parts, unpacked."""
MAX_XML_BYTES = 48_000_000
"""Of one part that is parsed; a tree takes about ten times its text."""
MAX_RATIO = 250
"""Unpacked to packed, of a part over ``RATIO_FROM_BYTES``; XML of real tables stays under 60."""
RATIO_FROM_BYTES = 4_000_000

_DAMAGED = Text(
    "文件不完整或已损坏，无法打开。请在原来的程序里重新保存，再试一次。",
    "The file is damaged or not whole. Save it again in its own program and try again.",
)
_DOCTYPE = Text(
    "文件里有 DOCTYPE 声明，正常的办公文件不会有，因此没有读取。",
    "The file holds a DOCTYPE, which no ordinary office file does, so it was not read.",
)
_UNPACKED = Text("解压后的内容", "What it unpacks to")
_MB = Text("MB", "MB")
_RATIO = Text("一个部分解压前后的大小之比", "The ratio of a part's unpacked size to its packed size")
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What ``zipfile`` raises on archives that lie about themselves; RuntimeError covers unknown methods too."""
_OFFICE_DOCUMENT = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A pointer from one part to another."""

    kind: str
    """Last segment of its type: ``header``, ``officeDocument``; strict and transitional alike."""
    target: str
    """Name of the part, without a leading slash; the address where it is external."""
    is_external: bool


class Package:
    """An archive that was looked over and holds nothing that would harm; parts are unpacked one by one."""

    def __init__(self, document: str, archive: zipfile.ZipFile) -> None:
        self.document = document
        self._archive = archive
        self._parts = {_part_name(info.filename).lower(): info for info in archive.infolist()}
        self._relationships: dict[str, Mapping[str, Relationship]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, without a leading slash, as the archive writes them."""
        return tuple(_part_name(info.filename) for info in self._parts.values() if not info.is_dir())

    @property
    def has_macros(self) -> bool:
        """Whether it carries program code; that is never run."""
        return any(posixpath.basename(name).lower() == "vbaproject.bin" for name in self.names)

    def holds(self, name: str) -> bool:
        """Whether there is such a part; case does not matter."""
        return _part_name(name).lower() in self._parts

    def read(self, name: str) -> bytes:
        """Content of one part.

        Raises:
            UnreadableDocumentError: There is no such part, or it is damaged.
        """
        info = self._parts.get(_part_name(name).lower())
        if info is None:
            raise UnreadableDocumentError(
                self.document,
                Text(
                    f"文件缺少“{name}”部分，可能已损坏。请在原来的程序里重新保存。",
                    f"The file lacks its part “{name}” and may be damaged. Save it again in its own program.",
                ),
            )
        try:
            with self._archive.open(info) as part:
                # One byte more than is declared: then the checksum is looked at, and a part that unpacks to
                # more than it declares is found out before all of it has been unpacked.
                return part.read(info.file_size + 1)
        except _ZIP_ERRORS as error:
            raise UnreadableDocumentError(self.document, _DAMAGED) from error

    def xml(self, name: str) -> _Element:
        """Root of one part that is XML; entities are not expanded and nothing is fetched.

        Raises:
            DocumentTooLargeError: The part is over ``MAX_XML_BYTES``.
            UnreadableDocumentError: It is damaged, or has a DOCTYPE.
        """
        info = self._parts.get(_part_name(name).lower())
        if info is not None and info.file_size > MAX_XML_BYTES:
            raise DocumentTooLargeError(self.document, _UNPACKED, MAX_XML_BYTES // 1_000_000, _MB)
        return parse_xml(self.read(name), self.document)

    def relationships(self, name: str = "") -> Mapping[str, Relationship]:
        """What a part points at, by id; of the package itself where *name* is empty."""
        name = _part_name(name)
        if name not in self._relationships:
            self._relationships[name] = self._pointers(name)
        return self._relationships[name]

    def _pointers(self, name: str) -> Mapping[str, Relationship]:
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.holds(rels):
            return {}
        found = {}
        for element in self.xml(rels).iter("{*}Relationship"):
            is_external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not is_external:
                target = _part_name(posixpath.normpath(posixpath.join("/", folder, unquote(target))))
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, is_external)
        return found

    def main_part(self) -> str | None:
        """Name of the part that holds the document itself; None where nothing says which it is."""
        kinds = self.relationships().values()
        return next((each.target for each in kinds if each.kind == _OFFICE_DOCUMENT), None)

    def content_type(self, name: str) -> str:
        """Media type of a part as the package declares it; empty where it does not."""
        wanted = "/" + _part_name(name).lower()
        types = self.xml("[Content_Types].xml") if self.holds("[Content_Types].xml") else ()
        by_ending = ""
        for element in types:
            if element.get("PartName", "").lower() == wanted:
                return str(element.get("ContentType", ""))
            ending = element.get("Extension", "").lower()
            if ending and wanted.endswith(f".{ending}"):
                by_ending = str(element.get("ContentType", ""))
        return by_ending


def open_package(content: bytes, document: str) -> Package:
    """Look an office file over before anything of it is unpacked.

    Args:
        content: The file.
        document: What to call it in messages.

    Raises:
        EncryptedDocumentError: It is locked with a password.
        DocumentTooLargeError: It has too many parts, or they unpack to too much.
        UnreadableDocumentError: It is no archive, or a damaged one.
    """
    if content.startswith(OLE_MAGIC) and is_encrypted_package(content):
        raise EncryptedDocumentError(document)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        infos = archive.infolist()
    except _ZIP_ERRORS as error:
        raise UnreadableDocumentError(document, _DAMAGED) from error
    if len(infos) > MAX_PARTS:
        raise DocumentTooLargeError(document, Text("文件的部分", "Its parts"), MAX_PARTS, Text("个", "parts"))
    if any(info.flag_bits & 0x1 for info in infos):
        raise EncryptedDocumentError(document)
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise UnreadableDocumentError(document, _DAMAGED)
    if len({_part_name(info.filename).lower() for info in infos}) < len(infos):
        # Two programs would read two different documents.
        raise UnreadableDocumentError(document, _DAMAGED)
    bombs = (info for info in infos if info.file_size > RATIO_FROM_BYTES)
    if any(info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in bombs):
        raise DocumentTooLargeError(document, _RATIO, MAX_RATIO, Text("倍", "to 1"))
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise DocumentTooLargeError(document, _UNPACKED, MAX_TOTAL_BYTES // 1_000_000, _MB)
    return Package(document, archive)


def parse_xml(content: bytes, document: str) -> _Element:
    """The root of an XML text; nothing is expanded and nothing fetched.

    Raises:
        UnreadableDocumentError: It is not well-formed, too deep, or has a DOCTYPE.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError(document, _DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocumentError(document, _DOCTYPE)
    return root


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
