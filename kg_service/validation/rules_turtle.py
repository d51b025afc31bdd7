"""The rules that are no shapes, described as RDF, so that their names can be looked up where the shapes are.

``shapes/cells.ttl`` is this text; a test holds the two together.
"""

from __future__ import annotations

from kg_service.model import Severity, Text
from kg_service.validation.cell_results import COMPONENT
from kg_service.validation.rules import RULES
from kg_service.vocabulary import SHAPE

_HEAD = """\
# The rules on the cells of a draft and those of succession that no shape can state: what each is about.
# kg_service/validation runs them (cells/, succession.py); this file is made from them and checks nothing.

@base <https://w3id.org/care-checklist/> .
@prefix care: <https://w3id.org/care-checklist/ontology#> .
@prefix shape: <https://w3id.org/care-checklist/shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
_SEVERITIES = {
    Severity.VIOLATION: "sh:Violation",
    Severity.WARNING: "sh:Warning",
    Severity.INFO: "sh:Info",
}
_STATED = frozenset(str(SHAPE[f"Succession-{name}"]) for name in ("service", "goal", "audience"))
"""Rules that ``shapes/succession.ttl`` states."""
_COMPONENT = (
    Text("单元格规则", "Rule on cells"),
    Text(
        "结果来自单元格或前后版次的规则，而不是 SHACL 的约束。",
        "The result comes from a rule on cells or of succession, not from a constraint of SHACL.",
    ),
)


def turtle() -> str:
    """The description of every rule on cells and of succession."""
    blocks = [
        _block(rule.iri, rule.title, rule.help, rule.severity)
        for rule in RULES.values()
        if rule.iri not in _STATED
    ]
    return "\n".join([_HEAD, *blocks, _block(str(COMPONENT), *_COMPONENT, None)])


def _block(iri: str, title: Text, help_: Text, severity: Severity | None) -> str:
    lines = [
        f"shape:{iri.removeprefix(str(SHAPE))}",
        "    a care:DraftRule ;",
        f"    rdfs:label {_both(title)} ;",
        f"    rdfs:comment {_both(help_)} ;",
        *([f"    sh:severity {_SEVERITIES[severity]} ;"] if severity else []),
        "    rdfs:isDefinedBy <shapes> .",
    ]
    return "\n".join(lines) + "\n"


def _both(text: Text) -> str:
    def quoted(words: str) -> str:
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return f"{quoted(text.zh)}@zh , {quoted(text.en)}@en"
