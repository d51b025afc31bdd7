"""The bytes of a file that a person named: of a regular file only, and no more than may be in it; and its
replacement in one step.

Not here: what kind of file it is (``editions.reading``), RDF (``store.rdf_files``).
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from kg_service.errors import DocumentTooLargeError, UnreadableFileError
from kg_service.model import Text


def bytes_of(path: Path, most: int) -> bytes:
    """What is in a file.

    Args:
        path: As the person gave it; links are followed.
        most: Bytes that may be in it.

    Raises:
        UnreadableFileError: There is no such file, it can't be opened, or it is a folder, pipe or device.
        DocumentTooLargeError: It is too long.
    """
    try:
        # Opening a pipe would wait for somebody to write to it, and a device may have no end.
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123
            about = os.fstat(file.fileno())
            mode = about.st_mode
            if stat.S_ISDIR(mode):
                raise UnreadableFileError(str(path), _FOLDER)
            if not stat.S_ISREG(mode):
                raise UnreadableFileError(str(path), _NO_FILE)
            # Reading takes memory for all that it is asked for, at once.
            content = file.read(min(about.st_size, most) + 1)
    except FileNotFoundError as error:
        raise UnreadableFileError(str(path), _MISSING) from error
    except IsADirectoryError as error:
        raise UnreadableFileError(str(path), _FOLDER) from error
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(str(path), Text(words, words)) from error
    hold_length(content, str(path), most)
    return content


def hold_length(content: bytes, document: str, most: int) -> None:
    """Refuse a file that is too long.

    Args:
        content: As much of it as has been read.
        document: What to call it in messages.
        most: Bytes that may be in it.

    Raises:
        DocumentTooLargeError: It is.
    """
    if len(content) > most:
        raise DocumentTooLargeError(document, Text("文件", "The file"), most // 1_000_000, Text("MB", "MB"))


_MISSING = Text("没有这个文件", "there is no such file")
_FOLDER = Text("这是文件夹，请给出文件", "it is a folder, give a file")
_NO_FILE = Text("这是管道或设备，请先存成文件", "it is a pipe or a device; save it as a file first")


def replace_file(path: Path, content: bytes) -> None:
    """Put *content* in a file in one step: whoever reads sees what was there before, or all of it.

    Args:
        path: The file; made where there is none, else its mode stays.
        content: What it is to hold.

    Raises:
        OSError: It can't be written; what was there before is still there.
    """
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).chmod(mode)
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
