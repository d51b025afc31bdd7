"""Reading a document that may be hostile: in a process of its own, with bounds of time and memory.

Not here: the bounds themselves (``isolated``), what each reader refuses by itself (``package``, ``limits``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

from kg_service import isolated
from kg_service.editions.reading import files
from kg_service.editions.reading.ole import OLE_MAGIC, is_word
from kg_service.errors import (
    DocumentMemoryError,
    DocumentTimeoutError,
    KgServiceError,
    UnreadableDocumentError,
)
from kg_service.model import Reading, Text
from kg_service.regular import hold_length

T = TypeVar("T")

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
    hold_length(content, name, files.MAX_BYTES)
    docx = converted(content, name)
    reader, read = (files.read_bytes, content) if docx is None else (files.read_converted, docx)
    broken = UnreadableDocumentError(name, _BROKEN)
    return called(reader, read, name, document=name, bounds=bounds, broken=broken)


def converted(content: bytes, name: str) -> bytes | None:
    """An old Word document as .docx; None for a file of another kind.

    Another program makes it, under bounds of its own: the process of ``called`` starts none.

    Raises:
        MissingProgramError, EncryptedDocumentError, UnreadableDocumentError: See ``doc.to_docx``.
    """
    if not (content.startswith(OLE_MAGIC) and is_word(content)):
        return None
    from kg_service.editions.reading import doc

    return doc.to_docx(content, name)


def called(
    function: Callable[..., T],
    *arguments: Any,
    document: str,
    bounds: isolated.Bounds,
    broken: KgServiceError,
    readable: Sequence[Path] = (),
    values: Collection[type] = (),
) -> T:
    """What a function makes of a document in a process of its own; see ``isolated.call``.

    Args:
        function, arguments, bounds, readable, values: See ``isolated.call``.
        document: Its name or path, for messages.
        broken: What to raise where the process ends by itself.

    Raises:
        DocumentTimeoutError, DocumentMemoryError: It took more.
        KgServiceError: That which the function raised, or *broken*.
    """
    try:
        return isolated.call(function, *arguments, bounds=bounds, readable=readable, values=values)
    except isolated.OutOfTimeError as error:
        raise DocumentTimeoutError(document, bounds.seconds) from error
    except isolated.OutOfMemoryError as error:
        raise DocumentMemoryError(document, bounds.memory_mb) from error
    except isolated.IsolationError as error:
        raise broken from error


_BROKEN = Text(
    "读取时出了内部错误，文件可能已损坏。请用原来的程序打开，另存一份再试。",
    "Reading broke down, and the file may be damaged. Open it in its own program, save a copy and try again.",
)
