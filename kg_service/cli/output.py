"""Bytes and text to where they belong: the terminal, a pipe, a file.

Not here: what is written, what a command is called with (``tree``, ``options``).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from kg_service.errors import KgServiceError
from kg_service.formats import DOCX, PACKAGE, XLSX, Format
from kg_service.model import Text
from kg_service.regular import replace_file

PIPE_WIDTH = 120
"""Cells in a line of a table or a report that goes to no terminal."""

BINARY: tuple[Format, ...] = (DOCX, PACKAGE, XLSX)

# C0 but for tab and line feed, DEL and C1: what a terminal takes for a command, not for a character; marks
# that turn the direction of writing, by which a line reads other than it is.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class UnwritableFileError(KgServiceError):
    """A file that can't be written."""

    code = "unwritable-file"

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(Text(f"无法写入 {path}：{reason}。", f"{path} can't be written: {reason}."))


class BinaryToTerminalError(KgServiceError):
    """Bytes that would garble the terminal."""

    code = "binary-to-terminal"

    def __init__(self, format: Format) -> None:
        self.format = format
        super().__init__(
            Text(
                f"{format.name} 是二进制格式，不能显示在终端里。请用 -o 文件名.{format.extension} 写入文件。",
                f"{format.name} is not for a terminal. Write it to a file: -o name.{format.extension}.",
            )
        )


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what can't be encoded is escaped and never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def console(file: TextIO | None = None) -> Console:
    """A console that takes text as it is: no markup, no emoji codes, no guessed colours.

    Args:
        file: Where to; the standard output where None.
    """
    file = file or sys.stdout
    # Without a terminal there is no width to fit; COLUMNS still says one.
    width = None if file.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def printable(text: str) -> str:
    """*text* without characters that would command a terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def indented(content: RenderableType, by: int = 2) -> Padding:
    """*content* that many cells to the right."""
    return Padding(content, (0, 0, 0, by), expand=False)


def say(console: Console, text: Styled, by: int = 0) -> None:
    """Print a line *by* cells to the right: wrapped to the width of a terminal, whole where there is none.

    A command that is proposed, or a value to be copied, is not torn apart then.
    """
    if console.is_terminal or os.environ.get("COLUMNS"):
        console.print(indented(text, by))
    else:
        console.print(Styled.assemble(" " * by, text), soft_wrap=True)


def ending_of(output: str | None) -> str:
    """What the name of a file ends in, in lower case and without the dot; empty where none is given."""
    return Path(output).suffix.removeprefix(".").lower() if output else ""


def write(content: bytes, to: str | None, format: Format | None = None) -> None:
    """Write exactly these bytes.

    Args:
        content: What to write.
        to: A file; the standard output where None or ``-``.
        format: What it is, so that binary is kept from a terminal.

    Raises:
        BinaryToTerminalError: *format* is binary and the standard output a terminal.
        UnwritableFileError: The file can't be written; what was there before is still there.
    """
    if to is not None and to != "-":
        _write_file(content, Path(to))
        return
    if format is not None and format in BINARY and sys.stdout.isatty():
        raise BinaryToTerminalError(format)
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _write_file(content: bytes, path: Path) -> None:
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            # A device or a pipe has nothing to keep, and can't be replaced.
            target.write_bytes(content)
            return
        replace_file(target, content)
    except OSError as error:
        raise UnwritableFileError(str(path), error.strerror or str(error)) from error
