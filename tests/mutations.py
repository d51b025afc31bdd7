"""Changes of the graph, from ``cases/mutations``: what may go wrong, one thing at a time; what is no error.

A file holds SPARQL updates. Each has a head of its own: ``#+ wrong:`` or ``#+ harmless:`` with a name, and
for what is wrong ``#+ found-at:`` with the nodes where a person would look for it. Relative IRIs are those of
the services of the 2024 edition: ``<3/measure/1>``, ``<../source>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from kg_service.vocabulary import BASE, PREFIXES

ID = BASE + "id/"
SERVICES = ID + "edition/heilongjiang/2024/service/"
SCHEMES = (
    "body-kinds", "commitments", "condition-subjects", "explicitness", "goals", "groups", "measure-kinds",
    "name-evidence", "programmes", "recipients", "review-statuses", "roles", "rule-places", "situations",
    "stages", "venues",
)  # fmt: skip
NAMESPACES = {
    **PREFIXES,
    **{scheme: f"{ID}scheme/{scheme}/" for scheme in SCHEMES},
    "agent": ID + "agent/",
    "body": ID + "body/heilongjiang/",
    "codes": ID + "place/heilongjiang#",
    "continuing": ID + "service/",
    "editions": ID + "edition/heilongjiang/",
    "language": "http://publications.europa.eu/resource/authority/language/",
    "national": ID + "body/china/",
    "norm": ID + "norm/",
    "place": ID + "place/",
    "series": ID + "series/",
}
_HEAD = re.compile(r"^#\+ (wrong|harmless): (.+)\n(?:#\+ found-at: (.+)\n)?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of the graph."""

    name: str
    update: str
    """SPARQL update."""
    due: frozenset[str]
    """IRIs that have to be among the focus nodes; none where the change is harmless."""


def read(path: Path) -> list[Mutation]:
    """The mutations of a file."""
    parts = _HEAD.split(path.read_text(encoding="utf-8"))
    assert not parts[0].strip(), f"{path.name} does not begin with a head"
    found = []
    for kind, name, nodes, body in zip(*(parts[n::4] for n in range(1, 5)), strict=True):
        assert (kind == "wrong") == bool(nodes), (
            f"{name}: what is wrong is found somewhere, what is harmless is not"
        )
        found.append(Mutation(name, _header(body) + body, frozenset(map(_iri, (nodes or "").split()))))
    return found


def _header(update: str) -> str:
    # Only the prefixes that are used: reading them would take rdflib longer than all the rest.
    used = [f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in NAMESPACES.items() if f"{prefix}:" in update]
    return "".join([f"BASE <{SERVICES}>\n", *used])


def _iri(term: str) -> str:
    if term.startswith("<"):
        return urljoin(SERVICES, term.strip("<>"))
    prefix, _, name = term.partition(":")
    return NAMESPACES[prefix] + name


_ALL = [m for path in sorted((Path(__file__).parent / "cases/mutations").glob("*.ru")) for m in read(path)]
MUTATIONS = [mutation for mutation in _ALL if mutation.due]
HARMLESS = [mutation for mutation in _ALL if not mutation.due]

OPTIONAL = frozenset(
    {
        "care:BeneficiaryGroup care:situation",
        "care:BeneficiaryGroup skos:scopeNote",
        "care:ChecklistEdition dct:relation",
        "cv:Criterion care:situation",
        "cv:Output care:educationStage",
        "cv:Output care:rulesOf",
        "cv:Output care:situation",
        "cv:Output dct:references",
        "dct:Location care:translationStatus",
        "eli:LegalResource dct:isVersionOf",
        "eli:LegalResource eli:date_publication",
        "eli:LegalResource eli:version_date",
        "eli:LegalResource skos:note",
        "eli:LegalResource skos:scopeNote",
        "foaf:Agent foaf:homepage",
        "foaf:Agent skos:altLabel",
        "foaf:Agent skos:note",
        "foaf:Document dct:format",
        "skos:Concept care:reviewStatus",
        "skos:Concept care:translationStatus",
        "skos:Concept skos:altLabel",
        "skos:Concept skos:definition",
        "skos:Concept skos:notation",
    }
)
"""Properties that a resource of the class may be without: what the text decides, and a shape can't know."""
