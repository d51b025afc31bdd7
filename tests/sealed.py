"""What becomes of many hostile files, one after the other, in one sealed process: that is quick.

Not here: the files (``attacks``); the process is that of ``kg_service.isolated``.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

from kg_service.editions.reading.files import read_bytes
from kg_service.errors import KgServiceError

READ = "read"
Outcome = tuple[str, str, str, float]
"""Code of the error or ``READ``, what is said in Chinese and in English, seconds."""


def outcomes(files: Sequence[tuple[str, bytes]]) -> tuple[list[Outcome], int]:
    """Read each of some files by name and content.

    Returns:
        What became of each, and the most memory that the process had, in MB.
    """
    found: list[Outcome] = []
    for name, content in files:
        begun = time.monotonic()
        zh = en = ""
        try:
            reading = read_bytes(content, name)
            said = READ
            repr(reading).encode("utf-8")
        except KgServiceError as error:
            said, zh, en = error.code, error.text.zh, error.text.en
        except Exception as error:
            said, zh = "crash", repr(error)[:500]
        found.append((said, zh, en, time.monotonic() - begun))
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def codes(files: Sequence[tuple[str, bytes]]) -> list[str]:
    """The same, no more than the codes; whatever is no error of ours is told with its words."""
    return [said if said != "crash" else f"crash {zh}" for said, zh, _, _ in outcomes(files)[0]]
