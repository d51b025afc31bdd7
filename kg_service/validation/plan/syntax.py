"""What a SPARQL constraint is made of: groups, triple patterns, expressions.

Not here: reading the text (``parsing``), what it looks up (``ties``), finding solutions (``queries``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kg_service.store.facts import Term
from kg_service.validation.plan.paths import Path

THIS = "this"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Subject, property and object."""

    subject: str | Term
    """A variable as its name."""
    path: Path | str
    """A variable as its name."""
    object: str | Term


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its arguments."""

    name: str
    """In lower case; operators as they are written, ``count distinct`` with its word."""
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable in an expression."""

    name: str


Expression: TypeAlias = Call | Variable | Term


@dataclass(frozen=True, slots=True)
class Filter:
    """``FILTER`` of an expression."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    """``BIND``."""

    expression: Expression
    variable: str


@dataclass(slots=True)
class Exists:
    """``FILTER EXISTS``, ``FILTER NOT EXISTS``."""

    group: Group
    negated: bool


@dataclass(slots=True)
class Optional:
    """``OPTIONAL``."""

    group: Group


@dataclass(slots=True)
class Union:
    """Groups of which any may match; one alone is a group in braces."""

    groups: list[Group]


Element: TypeAlias = Pattern | Filter | Bind | Exists | Optional | Union


@dataclass(slots=True)
class Group:
    """What stands between two braces, in order."""

    above: Group | None = None
    elements: list[Element] = field(default_factory=list)

    def patterns(self) -> list[Pattern]:
        """The group's own patterns."""
        return [element for element in self.elements if isinstance(element, Pattern)]

    def groups(self) -> list[Group]:
        """The groups inside of it."""
        found: list[Group] = []
        for element in self.elements:
            match element:
                case Exists() | Optional():
                    found.append(element.group)
                case Union():
                    found.extend(element.groups)
        return found

    def bound(self) -> set[str]:
        """The variables that may get a value in it."""
        found: set[str] = set()
        for element in self.elements:
            match element:
                case Pattern():
                    ends = (element.subject, element.path, element.object)
                    found.update(end for end in ends if isinstance(end, str))
                case Bind():
                    found.add(element.variable)
                case Optional():
                    found |= element.group.bound()
                case Union():
                    found.update(*(group.bound() for group in element.groups))
        return found


def variables_in(expression: Expression) -> set[str]:
    """The variables of an expression."""
    match expression:
        case Variable():
            return {expression.name}
        case Call():
            return {name for argument in expression.arguments for name in variables_in(argument)}
    return set()


@dataclass(frozen=True, slots=True)
class Select:
    """A whole constraint."""

    where: Group
    having: Expression | None
    """Of the one group that ``GROUP BY $this`` makes; None where the query does not group."""
