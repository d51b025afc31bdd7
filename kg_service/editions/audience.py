"""Whether beneficiaries became more or fewer: from the tree of groups, from ages, and from the words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg_service.editions.drafting.ages import ages_in
from kg_service.editions.similarity import plain
from kg_service.model import ChangeKind, Service

Interval = tuple[int | None, int | None]
"""Least and greatest age in completed years, both inclusive; None where there is no limit."""

_SEPARATOR = re.compile("[、，,；;和及与或]")
_PEOPLE = ("儿童", "童", "患者", "者", "家庭", "学生", "孤儿", "人员", "人", "户", "少年", "父母", "幼儿")
_WITHIN = re.compile("(.*?(?:儿童|学生|少年|家庭|人员|人群))中的?")
"""Of whom a part is meant."""


@dataclass(frozen=True, slots=True)
class _Group:
    names: tuple[str, ...]
    """The kinds of people that are listed, ages left out."""
    ages: Interval


def audience_change(old: Service, new: Service, broader: Mapping[str, Sequence[str]]) -> ChangeKind | None:
    """What became of whom a service is for.

    Args:
        old, new: The service in the two editions.
        broader: Names of groups to the names of all wider ones, of both editions.

    Returns:
        AUDIENCE_WIDENED, AUDIENCE_NARROWED or AUDIENCE_CHANGED; REWORDED where other words, or other
        punctuation, mean the same; None where nothing changed.
    """
    before, after = old.row.beneficiary, new.row.beneficiary
    if before != after:
        if after in broader.get(before, ()):
            return ChangeKind.AUDIENCE_WIDENED
        if before in broader.get(after, ()):
            return ChangeKind.AUDIENCE_NARROWED
    one, other = _group(old), _group(new)
    wider = [
        _covers_all(other.names, one.names, broader) and covers(other.ages, one.ages),
        _covers_all(one.names, other.names, broader) and covers(one.ages, other.ages),
    ]
    match wider:
        case [True, True]:
            return None if before == after else ChangeKind.REWORDED
        case [True, False]:
            return ChangeKind.AUDIENCE_WIDENED
        case [False, True]:
            return ChangeKind.AUDIENCE_NARROWED
    return ChangeKind.AUDIENCE_CHANGED


def covers(wide: Interval, narrow: Interval) -> bool:
    """Whether every age of *narrow* is in *wide*."""
    low = wide[0] is None or (narrow[0] is not None and wide[0] <= narrow[0])
    high = wide[1] is None or (narrow[1] is not None and wide[1] >= narrow[1])
    return low and high


def _group(service: Service) -> _Group:
    text = service.row.beneficiary
    found = ages_in(text)
    for age in reversed(found):
        text = text[: age.start] + text[age.end :]
    ages: Interval = (service.min_age, service.max_age)
    if ages == (None, None) and len(found) == 1:
        ages = (found[0].min_age, found[0].max_age)
    # A lower end of 0 leaves nobody out.
    return _Group(_listed(text), (ages[0] or None, ages[1]))


def _listed(text: str) -> tuple[str, ...]:
    """流动儿童中的孤儿、残疾儿童 are two groups, each 流动儿童中; 诊断明确、在家居住的患者 are one."""
    within = _WITHIN.match(text)
    head = f"{within[1]}中" if within else ""
    names: list[str] = []
    waiting = ""
    for item in _SEPARATOR.split(text[within.end() :] if within else text):
        waiting += item
        if waiting.endswith(_PEOPLE):
            names.append(waiting)
            waiting = ""
    if waiting:
        names.append(waiting)
    return tuple(plain(head + name) for name in names)


def _covers_all(wide: Sequence[str], narrow: Sequence[str], broader: Mapping[str, Sequence[str]]) -> bool:
    return all(any(_covers(one, other, broader) for one in wide) for other in narrow)


def _covers(wide: str, narrow: str, broader: Mapping[str, Sequence[str]]) -> bool:
    """Whether *narrow* is *wide* with a qualification before it, or a part picked out after it."""
    if wide == narrow or wide in map(plain, broader.get(narrow, ())):
        return True
    if narrow.startswith(wide + "中"):
        return True
    inner, outer = _WITHIN.match(narrow), _WITHIN.match(wide)
    if inner and outer:
        rest, kind = narrow[inner.end() :], wide[outer.end() :]
        return _covers(outer[1], inner[1], broader) and _covers(kind, rest, broader)
    # 非流动儿童 is no kind of 流动儿童.
    return (
        narrow.endswith(wide)
        and len(wide) >= 2
        and not narrow.removesuffix(wide).endswith(("非", "无", "不"))
    )
