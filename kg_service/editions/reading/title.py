"""The title among the lines above the table.

Not here: where the lines come from (``table``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg_service.editions.reading.lines import (
    ends_a_title,
    is_attachment,
    is_note,
    is_page_number,
    may_be_title,
)
from kg_service.editions.reading.text import plain, squeezed

_LEAST = 6
"""Characters; what is shorter and says nothing of a list is no title."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title, which may take two lines."""

    text: str
    lines: tuple[int, ...]
    """Indices of the lines that it takes."""


def find_title(lines: Sequence[str], *, sure: bool = False) -> Title | None:
    """The title among *lines*, the last of which stands right above the table.

    Args:
        lines: Paragraphs or rows above the table.
        sure: Whether only a line counts that reads as the title of a list.
    """
    likely = [i for i, line in enumerate(lines) if may_be_title(line) and not is_attachment(line)]
    if likely:
        at = likely[-1]
        # Of “清单” and “（2024年版）” on two lines, the second is found by what follows below.
        first = at - 1 if at and ends_a_title(lines[at]) and _may_begin(lines[at - 1]) else at
        last = at + 1 if at + 1 < len(lines) and _is_version(lines[at + 1]) else at
        taken = tuple(range(first, last + 1))
        return Title(plain("\n".join(lines[i] for i in taken)), taken)
    if sure:
        return None
    other = [i for i, line in enumerate(lines) if _may_begin(line)]
    return Title(plain(lines[other[-1]]), (other[-1],)) if other else None


def _may_begin(line: str) -> bool:
    bare = squeezed(line)
    if len(bare) < _LEAST or bare[-1] in "。；：:;，,、" or "：" in bare or ":" in bare:
        return False
    return not (is_attachment(bare) or is_note(bare) or is_page_number(bare) or len(bare) > 60)


def _is_version(line: str) -> bool:
    bare = squeezed(line)
    return bare[:1] in "(（" and ends_a_title(bare)
