"""The cell 责任部门 taken apart into names.

Names are parted by 、 and its like, or by a line end where both sides look like whole names. 和 and 与 part
nothing: they may belong to a name.

Not here: which names are known (``validation``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg_service.editions.reading.text import plain

_SEPARATOR = re.compile(r"[、，,；;/／|｜]")
_LEVEL = "国省市区县州盟旗乡镇街村团各地"
_WHOLE = re.compile(r"(?:厅|局|院|会|联|办|署|中心|政府|大队|支队|总队|集团|公司|协会|办公室)$")
_LIKELY = re.compile(r"(?:厅|局|院|会|联|办|署|中心|政府|委|部|处|室|所|站|队|集团|公司|协会)$")
_LABEL = re.compile(
    r"^[(（]?(?:省级|市级|县级)?(?:牵头|责任|主责|主管|负责|实施|配合|参与|协助|协同|会同)(?:责任)?(?:单位|部门|处室)[)）]?[:：]"
)
_ROLE = re.compile(r"[(（](?:按职责)?(?:牵头|主责|负责|配合|参与|协助|按职责分工负责)(?:单位|部门)?[)）]")
_TAIL = re.compile(
    r"(?<=[厅局院会联办署委部处室])(?:分别|共同)?(?:牵头|主责|负责|配合|参与|协助|协同)(?:负责|落实|实施)?$"
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """What the cell names."""

    names: tuple[str, ...]
    """In printed order, white space removed."""
    roles: tuple[str, ...]
    """Words of the cell that say a role (``牵头单位：``, ``牵头负责``) and belong to no name."""
    parted_by_space: tuple[str, ...]
    """Names that only white space parts from the one before."""


def split_bodies(written: str) -> Bodies:
    """Take the cell apart.

    Args:
        written: As it stands in the document, with its line ends.
    """
    names: list[str] = []
    roles: list[str] = []
    parted: list[str] = []
    for piece in _SEPARATOR.split(written):
        for index, words in enumerate(_parted(piece)):
            name = plain(words)
            for pattern in (_LABEL, _ROLE, _TAIL):
                roles += pattern.findall(name)
                name = pattern.sub("", name)
            if name:
                names.append(name)
                parted += [name] * bool(index)
    return Bodies(tuple(names), tuple(roles), tuple(parted))


def goes_on(written: str, more: str) -> bool:
    """Whether a list of bodies is not at its end, so that *more* belongs to it."""
    return bool(_SEPARATOR.fullmatch(written.rstrip()[-1:]) or _SEPARATOR.match(more.lstrip()))


def are_bodies(written: str) -> bool:
    """Whether a text holds names that look like those of bodies, and nothing else."""
    names = split_bodies(written).names
    return bool(names) and all(len(name) <= 20 and _LIKELY.search(name) for name in names)


def _parted(piece: str) -> list[str]:
    """Words between separators, parted where white space stands between two whole names."""
    parts: list[str] = []
    for words in piece.split():
        if parts and not _are_two_names(plain(parts[-1]), words):
            parts[-1] += " " + words
        else:
            parts.append(words)
    return parts


def _are_two_names(left: str, right: str) -> bool:
    if _LABEL.match(right):
        return True
    if len(right) < 3 or not _LIKELY.search(right):
        return False
    return bool(_WHOLE.search(left)) or (bool(_LIKELY.search(left)) and right[0] in _LEVEL)
