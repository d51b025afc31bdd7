"""Every rule that is no shape, and what a rule says of itself, shape or not.

Not here: the rules (``cells``, ``succession_rules``), the shapes (``shapes``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import RDFS, Literal, URIRef

from kg_service.model import Finding, Text
from kg_service.validation.cells import RULES as CELL_RULES
from kg_service.validation.cells.rules import Rule
from kg_service.validation.report import RuleText
from kg_service.validation.shapes import Shapes, shape_name
from kg_service.validation.succession_rules import RULES as SUCCESSION_RULES

RULES: Mapping[str, Rule] = {rule.iri: rule for rule in (*CELL_RULES, *SUCCESSION_RULES)}
"""IRI of each rule on cells and of succession to the rule."""


def texts_of(findings: Iterable[Finding], known: Mapping[str, RuleText]) -> dict[str, RuleText]:
    """What the rules that failed say of themselves; *known* has the shapes."""
    found: dict[str, RuleText] = {}
    for finding in findings:
        rule = RULES.get(finding.rule)
        if rule is not None:
            found[finding.rule] = RuleText(rule.title, rule.help)
        elif finding.rule in known:
            found[finding.rule] = known[finding.rule]
    return found


def texts_of_shapes(findings: Iterable[Finding], shapes: Shapes) -> dict[str, RuleText]:
    """What the shapes that failed say: the label of the node shape or its name, and its message."""
    found: dict[str, RuleText] = {}
    for finding in findings:
        if finding.rule in found:
            continue
        node = URIRef(finding.rule)
        name = shape_name(finding.rule)
        labels = {
            o.language: str(o) for o in shapes.graph.objects(node, RDFS.label) if isinstance(o, Literal)
        }
        title = Text(labels.get("zh", name), labels.get("en", name))
        found[finding.rule] = RuleText(title, shapes.message(node) or finding.text)
    return found
