"""What surrounds one thing: the way down to it, the services that it concerns, the tree that it stands in.

Not here: its own statements and what points at it (``pages``), how it looks (``templates``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg_service.model import Iri, Lang, Term
from kg_service.vocabulary import CV, DCAT, DCTERMS, EDITIONS, SKOS, split_edition_iri
from kg_service.web.asking import Pages
from kg_service.web.find.sparql import HEADER
from kg_service.web.indexes import index_over
from kg_service.web.links import natural
from kg_service.web.statements import Statements

COVERED = 2000
"""Solutions of ``queries/pages/entitled.rq`` at the most."""


_OF_TREES = frozenset(map(str, (SKOS.inScheme, SKOS.hasTopConcept, SKOS.topConceptOf, SKOS.broader)))

QUERY = """
SELECT DISTINCT ?number ?service ?serviceLabel ?part ?partLabel
WHERE {
  ?part ?property <%s> .
  FILTER(?property NOT IN (
    dct:spatial, dct:isPartOf, dct:language, care:reviewStatus, care:translationStatus
  ))
  { ?part a cpsv:PublicService . BIND(?part AS ?service) }
  UNION { ?service cpsv:produces ?part }
  UNION { ?service cv:holdsRequirement ?part }
  UNION { ?service cpsv:produces/care:conditionedOn ?part }
  ?service care:rowNumber ?number .
  OPTIONAL { ?part care:position ?position }
  OPTIONAL { ?service dct:title ?serviceLabel . FILTER(LANG(?serviceLabel) = "%s") }
  OPTIONAL { ?part dct:title ?partLabel . FILTER(LANG(?partLabel) = "%s") }
}
ORDER BY ?number ?service ?position ?part
"""


def services_query(iri: str, lang: Lang) -> str:
    """The services of current editions that concern one thing, with the measures and conditions that do."""
    return HEADER + QUERY % (iri, lang, lang)


@dataclass(frozen=True, slots=True)
class Concerned:
    """A service that concerns a thing."""

    number: int
    service: str
    parts: tuple[str, ...]
    """Its measures and conditions that do; none where the service itself does."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept in the tree of its scheme."""

    iri: str
    depth: int
    services: int
    """Services of current editions that it concerns."""
    here: bool


@dataclass(frozen=True, slots=True)
class Around:
    """All of it."""

    crumbs: tuple[str, ...]
    """IRIs from the top, the thing itself left out."""
    services: tuple[tuple[str, tuple[Concerned, ...]], ...]
    """By edition, the latest first."""
    properties: frozenset[str]
    """By which services, their parts and the concepts of the tree point at the thing."""
    tree: tuple[Branch, ...]

    @property
    def parts(self) -> int:
        """Measures and conditions of the edition listed first."""
        return sum(len(row.parts) for row in self.services[0][1]) if self.services else 0


def around(this: str, statements: Statements, pages: Pages) -> Around:
    """What surrounds *this*, about which there are *statements*."""
    scheme = statements.first(this, str(SKOS.inScheme))
    is_scheme = bool(statements.values(this, str(SKOS.hasTopConcept)))
    tree = _tree(this if is_scheme else str(scheme), this, pages) if scheme or is_scheme else ()
    rows = [] if this.startswith(EDITIONS) else pages.rows("entitled", this=Iri(this))
    rows.sort(key=lambda row: str(row["edition"]))  # stable: the query has ordered what is within
    services = [
        (edition, tuple(_concerned(list(of))))
        for edition, of in groupby(rows, key=lambda row: str(row["edition"]))
    ]
    return Around(
        crumbs=_crumbs(this, statements, tree),
        services=tuple(sorted(services, key=lambda pair: natural(pair[0]), reverse=True)),
        properties=_listed(rows) | (_OF_TREES if tree else frozenset()),
        tree=tree,
    )


def _listed(rows: Sequence[Mapping[str, Term]]) -> frozenset[str]:
    """The properties that the services listed stand for; none where the list was cut."""
    if len(rows) >= COVERED:
        return frozenset()
    listed = frozenset(str(row["property"]) for row in rows)
    authority, participant = str(CV.hasCompetentAuthority), str(CV.hasParticipant)
    return listed | {participant} if authority in listed else listed


def _concerned(rows: Sequence[Mapping[str, Term]]) -> list[Concerned]:
    found = []
    for service, of in groupby(rows, key=lambda row: str(row["service"])):
        listed = list(of)
        parts = dict.fromkeys(str(row["part"]) for row in listed if str(row["part"]) != service)
        found.append(Concerned(int(str(listed[0]["number"])), service, tuple(parts)))
    return found


def _tree(scheme: str, this: str, pages: Pages) -> tuple[Branch, ...]:
    broader: dict[str, str | None] = {}
    order: dict[str, tuple[list[tuple[bool, int, str]], list[tuple[bool, int, str]]]] = {}
    for row in pages.rows("concepts", scheme=Iri(scheme)):
        concept = str(row["concept"])
        broader.setdefault(concept, str(row["broader"]) if "broader" in row else None)
        order[concept] = (natural(str(row.get("notation", ""))), natural(concept))
    counted = pages.answer("concept-counts", (), scheme=Iri(scheme))
    counts = {str(concept): int(str(count)) for concept, count in counted.rows()}

    narrower: dict[str | None, list[str]] = {}
    for concept in sorted(broader, key=order.__getitem__):
        narrower.setdefault(broader[concept], []).append(concept)

    def below(parent: str | None, depth: int) -> list[Branch]:
        return [
            branch
            for concept in narrower.get(parent, ())
            for branch in (
                Branch(concept, depth, counts.get(concept, 0), concept == this),
                *below(concept, depth + 1),
            )
        ]

    return tuple(below(None, 0))


def _crumbs(this: str, statements: Statements, tree: tuple[Branch, ...]) -> tuple[str, ...]:
    if this.startswith(EDITIONS):
        return _crumbs_of_edition(this, statements)
    if (scheme := statements.first(this, str(SKOS.inScheme))) is not None:
        return (str(scheme), *_broader(tree))
    index, continued = index_over(this), statements.first(this, str(DCTERMS.isVersionOf))
    return (*([index.iri] if index else ()), *([str(continued)] if continued is not None else ()))


def _broader(tree: tuple[Branch, ...]) -> tuple[str, ...]:
    """The broader concepts of the one that is here, the widest first."""
    above: list[Branch] = []
    for branch in tree:
        above = [*above[: branch.depth], branch]
        if branch.here:
            return tuple(up.iri for up in above[:-1])
    return ()


def _crumbs_of_edition(this: str, statements: Statements) -> tuple[str, ...]:
    """Series, edition, service: what of these the path of *this* goes through."""
    series, _, tail = this.removeprefix(EDITIONS).partition("/")
    version, *rest = tail.split("/")
    edition = f"{EDITIONS}{series}/{version}"
    if not tail or split_edition_iri(this) is not None:
        above = statements.first(this, str(DCAT.isVersionOf))
        return (str(above),) if above is not None else ()
    return (edition, f"{edition}/service/{rest[1]}") if len(rest) > 2 and rest[0] == "service" else (edition,)
