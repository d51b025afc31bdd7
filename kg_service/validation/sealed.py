"""Checking a draft that came from somewhere: in a process of its own, with bounds of time and memory.

The process may read the home and nothing else; what it returns is plain values.

Not here: the check itself (``drafts``), the bounds (``isolated``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg_service import isolated
from kg_service.editions.reading.files import MAX_BYTES
from kg_service.editions.reading.limited import called, converted
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Text
from kg_service.regular import hold_length
from kg_service.settings import HOME_FOLDERS
from kg_service.validation.drafts import VALUES, Asked, Checked, check_draft

ANSWER_MB = 64
"""Longest answer of the process."""

_BROKEN = Text(
    "校验时出了内部错误，文件可能已损坏。请用原来的程序打开，另存一份再试。",
    "Checking broke down; the file may be damaged. Open it in its own program, save a copy and try again.",
)


def check_sealed(asked: Asked, home: Path, *, seconds: int, memory_mb: int) -> Checked:
    """See ``drafts.check_draft``.

    Args:
        asked, home: As there.
        seconds, memory_mb: What it may take.

    Raises:
        DocumentTimeoutError, DocumentMemoryError: It took more.
        KgServiceError: What ``check_draft`` raises.
    """
    hold_length(asked.content, asked.name, MAX_BYTES)
    docx = converted(asked.content, asked.name)
    if docx is not None:
        asked = replace(asked, content=docx, is_converted=True)
    return called(
        check_draft,
        asked,
        home.resolve(),
        document=asked.name,
        bounds=isolated.Bounds(seconds, memory_mb, ANSWER_MB),
        broken=UnreadableDocumentError(asked.name, _BROKEN),
        readable=tuple((home / folder).resolve() for folder in HOME_FOLDERS),
        values=VALUES,
    )
