"""What the page of one thing shows: its statements by property, its parts, and what points at it.

Not here: how it looks (``templates``), pages of one kind of thing (``checklist``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg_service.model import Iri, Term
from kg_service.vocabulary import BASE, CARE, DCTERMS, OWL, PROV, RDF, SH, SKOS
from kg_service.web.asking import Pages
from kg_service.web.links import natural
from kg_service.web.outward import Outward, outward_links
from kg_service.web.resources import Resource, Resources
from kg_service.web.statements import Statements

_FIRST = (
    RDF.type, DCTERMS.title, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, DCTERMS.description,
    DCTERMS.type, CARE.recipient, CARE.commitment, CARE.conditionedOn, CARE.alternativeTo, CARE.metBy,
    CARE.explicitness, CARE.situation, CARE.educationStage, CARE.agePrinted, CARE.minAge, CARE.maxAge,
    CARE.rulesOf,
)  # fmt: skip
_LAST = (
    DCTERMS.identifier, DCTERMS.language, DCTERMS.license, PROV.wasQuotedFrom, PROV.wasDerivedFrom, SKOS.note,
    CARE.reviewStatus, CARE.translationStatus,
)  # fmt: skip
_PLACE = {str(name): number for number, name in enumerate(_FIRST)} | {
    str(name): 1000 + number for number, name in enumerate(_LAST)
}
_ASIDE = frozenset(map(str, (
    RDF.type, SKOS.prefLabel, DCTERMS.title, DCTERMS.identifier, DCTERMS.language, DCTERMS.license,
    SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.broader, SKOS.definition,
    CARE.translationStatus,
)))  # fmt: skip
"""Properties that the head of a page, its tree or its foot says already."""
KINDS = (
    OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
    SH.NodeShape, SH.PropertyShape,
)  # fmt: skip
"""Classes that the parts of a vocabulary are listed by, in this order."""

LISTED = 200
"""Subjects of a graph that its page lists."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What points at a thing by one property."""

    property: str
    count: int
    subjects: tuple[str, ...]
    """The first of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A subject and its place on the page."""

    iri: str
    anchor: str
    """Value of ``id``; empty for the thing itself."""
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One thing, ready to be shown."""

    iri: str
    this: str
    """What the statements are about: the IRI, or the ontology that it is a version of."""
    statements: Statements
    parts: tuple[Part, ...]
    """The thing itself first, where it has statements; then its fragments."""
    incoming: tuple[Incoming, ...]
    kinds: tuple[str, ...]
    """Classes of the thing, our own first."""
    graph: str | None = None
    groups: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """Terms of a vocabulary by class; under no class those that others define."""
    documents: tuple[str, ...] = ()
    """What a graph speaks of."""
    outward: tuple[Outward, ...] = ()
    """What it is linked to elsewhere."""

    @property
    def main(self) -> tuple[str, ...]:
        """Properties of the thing that its page shows first; a title that is more than the label is one."""
        said = self.statements.values(self.this, str(SKOS.prefLabel))
        title = self.statements.values(self.this, str(DCTERMS.title))
        full = {str(DCTERMS.title)} if said and set(title) - set(said) else set()
        return tuple(name for name in self._properties if name not in _ASIDE or name in full)

    @property
    def rest(self) -> tuple[str, ...]:
        """The properties of the thing that are not shown first."""
        main = self.main
        return tuple(name for name in self._properties if name not in main)

    @property
    def _properties(self) -> tuple[str, ...]:
        return next((part.properties for part in self.parts if not part.anchor), ())

    @property
    def translated(self) -> bool:
        """Are the English texts a translation of this project?"""
        return bool(self.statements.values(self.this, str(CARE.translationStatus)))

    @property
    def quoted(self) -> bool:
        """Are the Chinese texts the wording of the list?"""
        edition = str(CARE.ChecklistEdition) in self.kinds
        return edition or bool(self.statements.values(self.this, str(PROV.wasQuotedFrom)))


def page_of(resource: Resource, resources: Resources, pages: Pages) -> Page:
    """The page of *resource*."""
    this = resource.ontology or resource.iri
    statements = Statements(resources.answer(resource).triples())
    own = (
        statements
        if resource.graph is None or resource.ontology
        else pages.statements("thing", this=Iri(this))
    )
    parts = tuple(_parts(this, own))
    return Page(
        iri=resource.iri,
        this=this,
        statements=own,
        parts=parts,
        incoming=_incoming(this, pages),
        kinds=tuple(
            sorted(map(str, own.values(this, str(RDF.type))), key=lambda kind: not kind.startswith(BASE))
        ),
        graph=resource.graph,
        groups=_by_kind(this, own) if resource.ontology else {},
        documents=_documents(statements) if resource.graph and not resource.ontology else (),
        outward=() if resource.graph else outward_links(this, pages),
    )


def _parts(this: str, statements: Statements) -> Iterable[Part]:
    if statements.properties(this):
        yield Part(this, "", _ordered(statements.properties(this)))
    for subject in statements.subjects():
        if subject.startswith(this + "#"):
            yield Part(subject, subject.removeprefix(this + "#"), _ordered(statements.properties(subject)))


def _by_kind(this: str, statements: Statements) -> dict[str, tuple[Part, ...]]:
    """The terms of a vocabulary by class; what others define is under no class."""
    order = {str(kind): number for number, kind in enumerate(KINDS)}
    groups: dict[str, list[Part]] = {}
    for subject in statements.subjects():
        if subject == this or subject.startswith("_:"):
            continue
        kinds = map(str, statements.values(subject, str(RDF.type))) if subject.startswith(this + "#") else ()
        kind = min(kinds, key=lambda kind: order.get(kind, len(order)), default="")
        groups.setdefault(kind, []).append(_part(this, subject, statements))
    last = len(order)
    sorted_kinds = sorted(groups, key=lambda kind: (kind == "", order.get(kind, last), kind))
    return {kind: tuple(groups[kind]) for kind in sorted_kinds}


def _part(this: str, subject: str, statements: Statements) -> Part:
    anchor = subject.removeprefix(this + "#") if subject.startswith(this + "#") else ""
    return Part(subject, anchor, _ordered(statements.properties(subject)))


def _incoming(this: str, pages: Pages) -> tuple[Incoming, ...]:
    found = []
    for row in pages.rows("incoming", this=Iri(this)):
        name: Term = row["property"]
        subjects = {str(r["subject"]) for r in pages.rows("incoming-of", this=Iri(this), property=name)}
        found.append(Incoming(str(name), int(str(row["count"])), tuple(sorted(subjects, key=natural))))
    return tuple(found)


def _ordered(properties: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(properties, key=lambda name: (_PLACE.get(name, 100), name)))


def _documents(statements: Statements) -> tuple[str, ...]:
    named = (s for s in statements.subjects() if not s.startswith("_:"))
    return tuple(dict.fromkeys(s.partition("#")[0] if s.startswith(BASE) else s for s in named))
