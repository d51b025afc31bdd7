"""The rules by which a text is read, from the table that a person can extend (``data/reading-rules.tsv``).

A line is a facet, a value, a regular expression and a note. Of a facet with values the first line that fits
counts; of a list of words any.

Not here: what is done with what they find (``clauses``, ``conditions``, ``measures``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg_service.errors import SyntaxProblemError, UnreadableFileError
from kg_service.model import Text

FILE = Path("data", "reading-rules.tsv")
HEADING = ("facet", "value", "pattern", "note")
FACETS = (
    "giving", "verb", "basis", "purpose", "opening", "head", "promoted", "kind", "recipient",
    "condition", "situation", "stage", "blocker",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    value: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The table."""

    by_facet: dict[str, tuple[Rule, ...]]

    def of(self, facet: str) -> tuple[Rule, ...]:
        """The lines of a facet, in order."""
        return self.by_facet.get(facet, ())

    def fits(self, facet: str, text: str) -> bool:
        """Whether any line of the facet is found in *text*."""
        return any(rule.pattern.search(text) for rule in self.of(facet))

    def begins(self, facet: str, text: str) -> bool:
        """Whether *text* begins with what a line of the facet says."""
        return any(rule.pattern.match(text) for rule in self.of(facet))

    def first(self, facet: str, text: str) -> str | None:
        """Value of the first line that is found in *text*."""
        return next((rule.value for rule in self.of(facet) if rule.pattern.search(text)), None)

    def all(self, facet: str, text: str) -> tuple[str, ...]:
        """Values of all lines that are found in *text*, by where they are first found."""
        found = ((match.start(), rule.value) for rule, match in self._matches(facet, text))
        return tuple(dict.fromkeys(value for _, value in sorted(found, key=lambda each: each[0])))

    def _matches(self, facet: str, text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        for rule in self.of(facet):
            if match := rule.pattern.search(text):
                yield rule, match


def load_rules(home: Path) -> Rules:
    """Read the table of a home.

    Raises:
        UnreadableFileError: It is not there.
        SyntaxProblemError: A line is no rule.
    """
    path = home / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        words = error.strerror or str(error)
        raise UnreadableFileError(str(path), Text(words, words)) from error
    found: dict[str, list[Rule]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip() or line.split("\t") == list(HEADING):
            continue
        facet, rule = _rule(line, str(FILE), number)
        found.setdefault(facet, []).append(rule)
    return Rules({facet: tuple(rules) for facet, rules in found.items()})


def _rule(line: str, document: str, number: int) -> tuple[str, Rule]:
    facet, value, pattern, *_ = [*line.split("\t"), "", "", ""]
    if facet not in FACETS:
        names = "、".join(FACETS)
        expected = Text(f"第一列应为 {names} 之一。", f"The first column is one of {', '.join(FACETS)}.")
        raise SyntaxProblemError(document, number, 1, expected)
    try:
        return facet, Rule(value, re.compile(pattern))
    except re.error as error:
        expected = Text(f"正则表达式有误：{error}。", f"The regular expression is broken: {error}.")
        raise SyntaxProblemError(document, number, None, expected) from error
