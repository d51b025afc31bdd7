"""What can be told of the old binary office files without opening them: which program's, and whether locked.

Source: [MS-CFB] 2.2 and 2.6 (header, directory entries), [MS-DOC] 2.5.2 (FibBase).

Not here: their text; LibreOffice reads that (``doc``).
"""

from __future__ import annotations

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY_BYTES = 128
_WORD_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100


def is_encrypted_package(content: bytes) -> bool:
    """Whether this is the shell that Office puts around a .docx or .xlsx with a password."""
    return _entry(content, "EncryptedPackage") is not None


def is_word(content: bytes) -> bool:
    """Whether this is a Word 97–2003 document."""
    return _entry(content, "WordDocument") is not None


def is_excel(content: bytes) -> bool:
    """Whether this is an Excel workbook of the old kinds."""
    return _entry(content, "Workbook") is not None or _entry(content, "Book") is not None


def is_locked_word(content: bytes) -> bool:
    """Whether a Word 97–2003 document is locked with a password."""
    entry = _entry(content, "WordDocument")
    if entry is None:
        return False
    sector_bytes = 1 << min(int.from_bytes(content[30:32], "little"), 16)
    at = (int.from_bytes(content[entry + 116 : entry + 120], "little") + 1) * sector_bytes
    magic, flags = (int.from_bytes(content[at + k : at + k + 2], "little") for k in (0, 10))
    return magic == _WORD_MAGIC and bool(flags & _ENCRYPTED)


def _entry(content: bytes, name: str) -> int | None:
    """Offset of the directory entry of a stream."""
    if not content.startswith(OLE_MAGIC):
        return None
    wanted = name.encode("utf-16-le") + b"\0\0"
    length = len(wanted).to_bytes(2, "little")
    at = content.find(wanted)
    while at >= 0:
        if at % _ENTRY_BYTES == 0 and content[at + 64 : at + 66] == length:
            return at
        at = content.find(wanted, at + 1)
    return None
