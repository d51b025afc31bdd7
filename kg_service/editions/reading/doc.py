"""Old Word documents (.doc): LibreOffice turns them into .docx, where it is installed.

It runs with a profile of its own and, where the system allows, without a network: it fetches linked pictures.

Not here: the text itself (``docx``).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kg_service.editions.reading import docx
from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.ole import is_locked_word
from kg_service.errors import EncryptedDocumentError, MissingProgramError, UnreadableDocumentError
from kg_service.model import Text

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
"""For one conversion; the first one on a machine makes a profile."""

_KIND = Text("旧式 Word 文档（.doc）", "an old Word document (.doc)")
_INSTEAD = Text(
    "请安装 LibreOffice（Debian、Ubuntu：apt install libreoffice-writer），或在 Word 里另存为 .docx 再试。",
    "Install LibreOffice (Debian, Ubuntu: apt install libreoffice-writer), "
    "or save the document as .docx in Word and try again.",
)
_FAILED = Text(
    "LibreOffice 没能打开这个文件，可能已损坏。请在 Word 里另存为 .docx 再试。",
    "LibreOffice could not open the file, which may be damaged. Save it as .docx in Word and try again.",
)
_TOO_SLOW = Text(
    f"LibreOffice 在 {SECONDS} 秒内没有转换完，已终止。请在 Word 里另存为 .docx 再试。",
    f"LibreOffice did not convert the file within {SECONDS} seconds and was stopped. "
    "Save it as .docx in Word and try again.",
)


def read(content: bytes, document: str) -> RawDocument:
    """Take an old Word document apart.

    Args:
        content: The file.
        document: What the person calls it.

    Raises:
        MissingProgramError: LibreOffice is not installed.
        EncryptedDocumentError: The document is locked with a password.
        UnreadableDocumentError: LibreOffice can't open it, or takes too long.
    """
    return replace(docx.read(to_docx(content, document), document), format="doc")


def to_docx(content: bytes, document: str, *, seconds: float = SECONDS) -> bytes:
    """The document as .docx.

    Raises:
        MissingProgramError, EncryptedDocumentError, UnreadableDocumentError: As ``read``.
    """
    if is_locked_word(content):
        raise EncryptedDocumentError(document)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise MissingProgramError(document, _KIND, "LibreOffice", _INSTEAD)
    with tempfile.TemporaryDirectory(prefix="kg-doc-") as folder:
        given, made = Path(folder, "given.doc"), Path(folder, "out", "given.docx")
        given.write_bytes(content)
        command = [
            *_without_network(),
            program,
            *_arguments(Path(folder, "profile"), made.parent),
            str(given),
        ]
        _run(command, Path(folder), document, seconds)
        if not made.is_file():
            raise UnreadableDocumentError(document, _FAILED)
        return made.read_bytes()


def _arguments(profile: Path, out: Path) -> list[str]:
    return [
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)),
    ]


def _run(command: list[str], folder: Path, document: str, seconds: float) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={
            "HOME": str(folder),
            "PATH": os.defpath + ":/usr/local/bin",
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocumentError(document, _TOO_SLOW) from error
    finally:
        # The launcher starts the program proper as a child, which outlives it; a session has them all.
        _quietly(lambda: os.killpg(process.pid, signal.SIGKILL))
        process.wait()
    if process.returncode:
        raise UnreadableDocumentError(document, _FAILED)


def _quietly(action: Callable[[], None]) -> None:
    try:
        action()
    except (ProcessLookupError, PermissionError):
        return


@lru_cache(maxsize=1)
def _without_network() -> tuple[str, ...]:
    """The command in front that takes the network away; empty where the system does not allow that."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    tried = subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False, timeout=10)
    return (unshare, "-rn") if tried.returncode == 0 else ()
