"""What a check came to, and its JSON form.

Not here: how it is laid out for a person (``cli``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg_service.model import Finding, Lang, Severity, Text
from kg_service.validation.shapes import shape_name


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The findings on the given files, by file, line and column."""

    conforms: bool
    """No finding is a violation; warnings alone conform."""
    findings: tuple[Finding, ...]
    checked: Mapping[str, int]
    """IRI of each shape with targets to the number of its focus nodes that the given files answer for."""
    labels: Mapping[str, Text]
    """IRI or path of what the findings speak of to its label."""
    documents: tuple[str, ...]
    """The files, as given."""
    shacl: str
    """The SHACL validation report in Turtle, on the same results and with the messages of the shapes."""

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def focus_nodes(self) -> int:
        """How many pairs of a shape and a focus node were checked."""
        return sum(self.checked.values())

    def label(self, name: str, lang: Lang) -> str | None:
        """The label of an IRI or a path; None where it has none."""
        text = self.labels.get(name)
        return text.of(lang) if text else None

    def to_json(self) -> str:
        """The report as one JSON object.

        Keys: ``conforms``; ``documents``; ``counts`` by severity; ``checked``, the focus nodes of each
        shape that has any; ``findings``, each with ``severity``, ``rule``, ``ruleName``, ``focus``,
        ``focusLabel``, ``path``, ``value``, ``message``, ``detail``, ``document``, ``line``, ``column``.
        Labels and messages are objects with ``zh`` and ``en``; what is not known is null.
        """
        body = {
            "conforms": self.conforms,
            "documents": list(self.documents),
            "counts": {severity.value: self.count(severity) for severity in Severity},
            "checked": {iri: number for iri, number in self.checked.items() if number},
            "findings": [self._finding(finding) for finding in self.findings],
        }
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def _finding(self, finding: Finding) -> dict[str, Any]:
        place = finding.place
        return {
            "severity": finding.severity.value,
            "rule": finding.rule,
            "ruleName": shape_name(finding.rule),
            "focus": finding.focus,
            "focusLabel": _both(self.labels.get(finding.focus)),
            "path": finding.path,
            "value": finding.value,
            "message": _both(finding.text),
            "detail": finding.detail,
            "document": place.document if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
        }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None
