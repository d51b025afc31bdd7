"""Checking RDF that came from somewhere: in a process of its own, with bounds that grow with them.

A small file can keep an engine busy for hours: thousands of values of one property make millions of pairs.

Not here: the check itself (``validate_files``), the bounds of documents (``editions.reading.limits``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg_service import isolated
from kg_service.errors import CheckStoppedError
from kg_service.model import Text
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import Engine, Shapes

SECONDS, SECONDS_PER_MB = 120, 10
MEMORY_MB, MEMORY_PER_MB = 2_048, 40
"""What a check may take; a million triples, 150 MB, take 20 s and 1.5 GB."""


def validate_bounded(paths: Sequence[Path], home: Path, *, engine: Engine = "plan") -> ValidationReport:
    """Check RDF files; see ``validate_files``.

    Raises:
        KgServiceError: What ``validate_files`` raises.
        CheckStoppedError: It took more time or memory than it may.
    """
    documents = tuple(map(str, paths))
    size = sum(map(_size, paths))
    readable = (home, *paths)
    return bounded(check_files, documents, str(home), engine, names=documents, size=size, readable=readable)


def bounded(
    function: Callable[..., ValidationReport],
    *arguments: Any,
    names: Sequence[str],
    size: int,
    readable: Sequence[Path],
) -> ValidationReport:
    """A check in a process of its own.

    Args:
        function, arguments: See ``isolated.call``.
        names: What is checked, for messages.
        size: In bytes.
        readable: Files and folders that it may read.

    Raises:
        KgServiceError: That which the function raised.
        CheckStoppedError: It took more time or memory than it may.
    """
    megabytes = size // 1_000_000
    bounds = isolated.Bounds(
        SECONDS + SECONDS_PER_MB * megabytes, MEMORY_MB + MEMORY_PER_MB * megabytes, answer_mb=1_024
    )
    real = [Path(os.path.realpath(path)) for path in readable]
    try:
        return isolated.call(function, *arguments, bounds=bounds, readable=real)
    except isolated.OutOfTimeError as error:
        seconds = bounds.seconds
        took = Text(f"用时超过 {seconds:,} 秒", f"it took more than {seconds:,} seconds")
        raise CheckStoppedError(names, took) from error
    except isolated.OutOfMemoryError as error:
        most = bounds.memory_mb
        took = Text(f"占用内存超过 {most:,} MB", f"it took more than {most:,} MB of memory")
        raise CheckStoppedError(names, took) from error
    except isolated.IsolationError as error:
        took = Text("校验程序中途退出", "the checker ended before it was done")
        raise CheckStoppedError(names, took) from error


def check_files(documents: Sequence[str], home: str, engine: Engine) -> ValidationReport:
    """The check, for a process of its own."""
    from kg_service.validation import validate_files

    return validate_files(
        [Path(each) for each in documents], Path(home), shapes=Shapes.load(Path(home), engine=engine)
    )


def _size(path: Path) -> int:
    with suppress(OSError, ValueError):
        return path.stat().st_size
    return 0
