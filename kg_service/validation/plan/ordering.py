"""In which order the parts of a group are looked for: first what leaves least to try.

Source: the selectivity of a step is how many nodes it leads to on average, as the index has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from kg_service.store.index import Index
from kg_service.validation.plan.paths import Chain, Choice, Path, Repeat, Step, inverted
from kg_service.validation.plan.syntax import Bind, Element, Exists, Filter, Group, Pattern, variables_in


def flat(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, a sequence path as the patterns that it stands for: each way through it is a solution."""
    for element in elements:
        if not isinstance(element, Pattern) or not isinstance(element.path, Chain):
            yield element
            continue
        start = element.subject
        for number, part in enumerate(element.path.parts):
            last = number == len(element.path.parts) - 1
            end = element.object if last else f" {id(element)} {number}"
            yield Pattern(start, part, end)
            start = end


def in_order(elements: Iterable[Element], known: set[str], index: Index) -> Iterator[Element]:
    """The elements so that each pattern follows from what is bound, and a filter comes as soon as it can.

    What stands before BIND, OPTIONAL or a group stays before it; filters hold for the whole group.
    """
    waiting: list[Pattern] = []
    filters: list[Filter | Exists] = []
    settled = set(known)
    given = list(elements)
    later = [element for element in given if not isinstance(element, Filter | Exists)]
    may_come = set().union(*(_bound_by(element) for element in later)) if later else set()

    def free() -> Iterator[Element]:
        for one in list(filters):
            if not _needs(one) & (may_come - settled):
                filters.remove(one)
                yield one

    def patterns() -> Iterator[Element]:
        while waiting:
            best = min(waiting, key=lambda pattern: _cost(pattern, settled, index))
            waiting.remove(best)
            settled.update(_bound_by(best))
            yield best
            yield from free()

    filters += [element for element in given if isinstance(element, Filter | Exists)]
    yield from free()
    for element in given:
        if isinstance(element, Pattern):
            waiting.append(element)
        elif not isinstance(element, Filter | Exists):
            yield from patterns()
            settled.update(_bound_by(element))
            yield element
            yield from free()
    yield from patterns()
    yield from filters


def _bound_by(element: Element) -> set[str]:
    return Group(elements=[element]).bound()


def _needs(element: Filter | Exists) -> set[str]:
    if isinstance(element, Filter):
        return variables_in(element.expression)
    return _mentioned(element.group)


def _mentioned(group: Group) -> set[str]:
    found = group.bound()
    for element in group.elements:
        if isinstance(element, Filter | Bind):
            found |= variables_in(element.expression)
    return found.union(*(_mentioned(inner) for inner in group.groups()))


def _cost(pattern: Pattern, bound: set[str], index: Index) -> float:
    """How many nodes there are to try, on average."""
    known = [not isinstance(end, str) or end in bound for end in (pattern.subject, pattern.object)]
    if all(known):
        return 0.0
    if isinstance(pattern.path, str):
        return 10.0 if known[0] else float(len(index.terms))
    if not any(known):
        return float(len(index.terms))
    return _spread(pattern.path if known[0] else inverted(pattern.path), index)


def _spread(path: Path, index: Index) -> float:
    match path:
        case Step():
            column = index.column(path.predicate)
            pairs = sum(map(len, column.forward.values()))
            return pairs / max(1, len(column.backward if path.inverse else column.forward))
        case Chain():
            return math.prod(_spread(part, index) for part in path.parts)
        case Choice():
            return sum(_spread(part, index) for part in path.parts)
        case Repeat():
            return 3 * _spread(path.part, index)
