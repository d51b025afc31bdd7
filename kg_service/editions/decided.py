"""What a person decided about which service continues which.

A row of an edition is named by its words and not by its number, so that a decision outlives a new numbering.

Not here: the file that decisions are kept in (``decisions``), where they apply (``deciding``).
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from kg_service.model import Edition, Row

_PUBLISHED = re.compile(r"[\w-]+/[\w-]+")
_BLANK = re.compile(r"\s+")


class DecisionKind(StrEnum):
    """What a person can say."""

    SAME = "same"
    """The new service continues the old one."""
    DIFFERENT = "different"
    """It does not, however alike the two are."""
    SPLIT = "split"
    """The new service is one part of the old one; there are others."""
    MERGE = "merge"
    """The old service is one part of the new one; there are others."""
    NEW = "new"
    """The new service continues none."""
    WITHDRAWN = "withdrawn"
    """No service continues the old one."""


IN_CHINESE = {
    DecisionKind.SAME: "同一",
    DecisionKind.DIFFERENT: "不同",
    DecisionKind.SPLIT: "拆分",
    DecisionKind.MERGE: "合并",
    DecisionKind.NEW: "新增",
    DecisionKind.WITHDRAWN: "取消",
}
"""The same words as an editor may write them."""


@dataclass(frozen=True, slots=True)
class Side:
    """A service of one edition as a decision names it."""

    edition: str
    """``heilongjiang/2025``, or the document as it was given."""
    number: int | None
    """At the time; a hint and no more."""
    service: str
    """Name as printed; may be empty where *mark* is not."""
    mark: str
    """``mark_of`` the row at the time; empty where the line was written by hand."""

    def means(self, row: Row) -> bool:
        """Whether a row has the words that were decided about, or the name where a person wrote the line."""
        return self.mark == mark_of(row) if self.mark else self.service == row.service

    def may_be_of(self, edition: str) -> bool:
        """Whether the edition of that name may be meant: a document, not published yet, may become any."""
        return self.edition == edition or not (
            _PUBLISHED.fullmatch(self.edition) and _PUBLISHED.fullmatch(edition)
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided."""

    kind: DecisionKind
    old: Side | None
    """None for NEW."""
    new: Side | None
    """None for WITHDRAWN."""
    by: str = ""
    on: str = ""
    """Date as written, 2025-03-01."""
    note: str = ""
    line: int = 0
    """Of the file, from 1; 0 where it has not been written yet."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided, in the order of the file; a later one outweighs an earlier one."""

    entries: tuple[Decision, ...] = ()
    document: str = ""
    """Path of the file; empty where there is none."""


NONE = Decisions()
"""Nothing was decided."""


def mark_of(row: Row) -> str:
    """What stands for the words of a row: twelve hexadecimal digits of a SHA-256, its number left out."""
    cells = (row.service, row.content, row.beneficiary)
    return hashlib.sha256("\t".join(_BLANK.sub("", cell) for cell in cells).encode()).hexdigest()[:12]


def side_of(edition: Edition, row: Row) -> Side:
    """How a decision names a row of an edition."""
    return Side(edition.name, row.number, row.service, mark_of(row))


def contradicts(one: Decision, other: Decision) -> bool:
    """Whether two decisions can't both be followed, or say the same."""
    old, new = _same(one.old, other.old), _same(one.new, other.new)
    kinds = {one.kind, other.kind}
    if DecisionKind.DIFFERENT in kinds:
        return old and new
    if DecisionKind.SAME in kinds:
        return old or new
    if kinds == {DecisionKind.SPLIT}:
        return new
    if kinds == {DecisionKind.MERGE}:
        return old
    if kinds == {DecisionKind.SPLIT, DecisionKind.MERGE}:
        return old and new
    return old or new


def _same(one: Side | None, other: Side | None) -> bool:
    if one is None or other is None or one.edition != other.edition:
        return False
    return one.mark == other.mark if one.mark and other.mark else one.service == other.service
