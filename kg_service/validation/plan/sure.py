"""What is known for sure: True, False, or None for what only pyshacl decides.

Source: Kleene's strong logic of indeterminacy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

Sure: TypeAlias = bool | None
OfValue: TypeAlias = Callable[[int], Sure]
"""Whether one value node meets a constraint."""
Check: TypeAlias = Callable[[int, Sequence[int]], Sure]
"""Whether a focus node with its value nodes meets a constraint."""


def all_of(answers: Iterable[Sure]) -> Sure:
    """False where one is, else None where one is."""
    known: Sure = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            known = None
    return known


def any_of(answers: Iterable[Sure]) -> Sure:
    """True where one is, else None where one is."""
    known: Sure = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            known = None
    return known


def negated(answer: Sure) -> Sure:
    """The opposite."""
    return None if answer is None else not answer


def number_of(answers: Iterable[Sure]) -> tuple[int, int]:
    """How many are True at least, and at most."""
    least = most = 0
    for answer in answers:
        least += answer is True
        most += answer is not False
    return least, most


def both(checks: Sequence[Check]) -> Check:
    """All of several checks."""
    if len(checks) == 1:
        return checks[0]

    def check(focus: int, values: Sequence[int]) -> Sure:
        known: Sure = True
        for each in checks:
            answer = each(focus, values)
            if not answer:
                if answer is False:
                    return False
                known = None
        return known

    return check


def never_sure(focus: int, values: Sequence[int]) -> Sure:
    """The check of what the plan does not know."""
    return None


def each_value(of_value: OfValue) -> Check:
    """Every value node meets it."""

    def check(focus: int, values: Sequence[int]) -> Sure:
        known: Sure = True
        for value in values:
            answer = of_value(value)
            if not answer:
                if answer is False:
                    return False
                known = None
        return known

    return check


def remembered(of_value: OfValue) -> OfValue:
    """The same, asked once a value: for constraints that look at the term alone."""
    memory: dict[int, Sure] = {}

    def remember(value: int) -> Sure:
        if value in memory:
            return memory[value]
        answer = memory[value] = of_value(value)
        return answer

    return remember
