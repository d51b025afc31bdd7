"""Reading a document that may be hostile: in a process of its own, with bounds of time and memory.

Not here: the bounds themselves (``isolated``), what each reader refuses by itself (``package``, ``limits``).
"""

from __future__ import annotations

from kg_service import isolated
from kg_service.editions.reading import files
from kg_service.editions.reading.ole import OLE_MAGIC, is_locked_word, is_word
from kg_service.errors import (
    DocumentMemoryError,
    DocumentTimeoutError,
    EncryptedDocumentError,
    UnreadableDocumentError,
)
from kg_service.model import Reading, Text

BOUNDS = isolated.Bounds(seconds=60, memory_mb=1_024)
"""Of one document."""


def read_limited(content: bytes, name: str, bounds: isolated.Bounds = BOUNDS) -> Reading:
    """Read the list out of the bytes of a file that came from somewhere.

    Args:
        content: The file.
        name: See ``files.read_bytes``.
        bounds: What reading may take.

    Raises:
        DocumentTimeoutError, DocumentMemoryError: It took more.
        UnreadableDocumentError: Nothing can be made of it; its subclasses say why.
        SyntaxProblemError: It is RDF that does not parse.
    """
    files.check_size(content, name)
    reader = files.read_bytes
    if content.startswith(OLE_MAGIC) and is_word(content):
        if is_locked_word(content):
            raise EncryptedDocumentError(name)
        # Another program makes a .docx of it, under bounds of its own; the process below starts none.
        from kg_service.editions.reading import doc

        content, reader = doc.to_docx(content, name), files.read_converted
    try:
        return isolated.call(reader, content, name, bounds=bounds)
    except isolated.OutOfTimeError as error:
        raise DocumentTimeoutError(name, bounds.seconds) from error
    except isolated.OutOfMemoryError as error:
        raise DocumentMemoryError(name, bounds.memory_mb) from error
    except isolated.IsolationError as error:
        raise UnreadableDocumentError(name, _BROKEN) from error


_BROKEN = Text(
    "读取时出了内部错误，文件可能已损坏。请用原来的程序打开，另存一份再试。",
    "Reading broke down, and the file may be damaged. Open it in its own program, save a copy and try again.",
)
