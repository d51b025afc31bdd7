"""Things of the other side by SPARQL, the same for an endpoint and a dump.

They are listed page by page in the order of their IRIs, or looked up by our own names where there are too
many to be listed; then all that is compared of some of them is asked for at once.

Not here: how a query reaches them (``polite``, ``dump``).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from kg_service.errors import KgServiceError
from kg_service.linking.other import Batch, OtherName, OtherThing, Role, last_part
from kg_service.model import Iri, Literal, Term
from kg_service.store.terms import to_sparql

LISTED, DESCRIBED, LOOKED_UP = 1_000, 100, 25
"""Things of one page of the list; things, and names, of one request."""
_LABELS = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://schema.org/name",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
    "http://www.geonames.org/ontology#name",
)
_OTHERS = (
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://schema.org/alternateName",
    "https://schema.org/alternateName",
    "http://www.geonames.org/ontology#alternateName",
)
_CODES = ("http://www.w3.org/2004/02/skos/core#notation", "http://purl.org/dc/terms/identifier")
_TYPES = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.wikidata.org/prop/direct/P31")
_ABOVE = (
    "http://www.w3.org/2004/02/skos/core#broader",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf",
    "http://purl.org/dc/terms/isPartOf",
    "http://schema.org/containedInPlace",
    "http://www.geonames.org/ontology#parentFeature",
    "http://www.wikidata.org/prop/direct/P131",
)
_ROLES = {"label": Role.LABEL, "other": Role.OTHER, "code": Role.CODE}
_IRI = re.compile(r'[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+', re.IGNORECASE)
_TAGS = ("zh", "zh-hans", "zh-cn", "en", "")


class Asker(Protocol):
    """Who answers queries: ``polite.PoliteAsker``, ``dump.DumpAsker``."""

    @property
    def url(self) -> str:
        """What it asks: an address, or the checksum of a file."""

    def __call__(self, query: str) -> Iterable[tuple[Term | None, ...]]:
        """The solutions of a SELECT."""


class SparqlSource:
    """The things that an endpoint or a dump describes. It implements ``other.Source``."""

    def __init__(
        self, ask: Asker, *, class_: str = "", scheme: str = "", where: str = "", names: Sequence[str] = ()
    ) -> None:
        """Nothing is asked yet.

        Args:
            ask: Who answers.
            class_, scheme: IRI of a class, of a concept scheme that they are of.
            where: Graph patterns about ``?thing`` that narrow them further.
            names: Look up the things with one of these names instead of listing all.
        """
        self._ask = ask
        self._names = sorted(set(names))
        patterns = []
        if class_:
            patterns.append(f"?thing {'|'.join(f'<{each}>' for each in _TYPES)} <{class_}> .")
        if scheme:
            patterns.append(f"?thing <http://www.w3.org/2004/02/skos/core#inScheme> <{scheme}> .")
        self._narrowed = " ".join([*patterns, where])
        about = "\n".join((ask.url, self._narrowed, *self._names))
        self.fingerprint = hashlib.sha256(about.encode()).hexdigest()
        self._called: dict[str, tuple[str, ...]] = {}
        """Names of classes and of what is above, once they have been asked for."""

    def batches(self, after: str = "", seen: int = 0) -> Iterator[Batch]:
        """The things; see ``other.Source``."""
        if self._names:
            yield from self._looked_up(int(after or 0))
            return
        total = self._count()
        while page := self._page(after):
            for start in range(0, len(page), DESCRIBED):
                part = page[start : start + DESCRIBED]
                after, seen = part[-1], seen + len(part)
                yield Batch(tuple(self.described(part)), after, seen, total)
            if len(page) < LISTED:
                return

    def described(self, iris: Sequence[str]) -> Iterator[OtherThing]:
        """All that is compared of some things; those without a name are left out."""
        known: dict[str, dict[str, list[Iri | Literal]]] = {}
        for thing, role, value in self._ask(_description(iris)):
            if isinstance(value, Iri | Literal):
                known.setdefault(str(thing), {}).setdefault(str(role), []).append(value)
        self._learn(
            str(value)
            for each in known.values()
            for role in ("type", "above")
            for value in each.get(role, ())
        )
        for iri in iris:
            found = known.get(iri, {})
            names = [
                _name(value, role)
                for key, role in _ROLES.items()
                for value in sorted(found.get(key, ()), key=str)
            ]
            if names:
                types, above = (sorted(map(str, found.get(role, ()))) for role in ("type", "above"))
                called = tuple(next(iter(self._called.get(each, ())), last_part(each)) for each in types)
                over = tuple(name for each in above for name in self._called.get(each, ()))
                yield OtherThing(iri, tuple(dict.fromkeys(names)), tuple(types), called, over)

    def _page(self, after: str) -> list[str]:
        beyond = f"FILTER(STR(?thing) > {to_sparql(Literal(after))})" if after else ""
        query = (
            f"SELECT DISTINCT ?thing WHERE {{ {self._pattern()} FILTER(isIRI(?thing)) {beyond} }} "
            f"ORDER BY STR(?thing) LIMIT {LISTED}"
        )
        return [str(thing) for (thing,) in self._ask(query)]

    def _count(self) -> int | None:
        """How many there are; not every endpoint counts as far as that."""
        query = f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {self._pattern()} FILTER(isIRI(?thing)) }}"
        try:
            return next((int(str(count)) for (count,) in self._ask(query)), None)
        except KgServiceError:
            return None

    def _pattern(self) -> str:
        # Narrowed already, things need no name to be listed; one without is left out later.
        return self._narrowed.strip() or f"?thing {'|'.join(f'<{each}>' for each in _LABELS)} ?name ."

    def _looked_up(self, start: int) -> Iterator[Batch]:
        while start < len(self._names):
            part = self._names[start : start + LOOKED_UP]
            start += len(part)
            values = " ".join(
                to_sparql(Literal(text, lang=tag or None))
                for name in part for text in dict.fromkeys((name, name.lower())) for tag in _TAGS
            )  # fmt: skip
            query = (
                f"SELECT DISTINCT ?thing WHERE {{ VALUES ?name {{ {values} }} "
                f"?thing {'|'.join(f'<{each}>' for each in (*_LABELS, *_OTHERS))} ?name . "
                f"{self._narrowed} FILTER(isIRI(?thing)) }} ORDER BY STR(?thing) LIMIT {LISTED}"
            )
            iris = [str(thing) for (thing,) in self._ask(query)]
            things = [
                thing
                for at in range(0, len(iris), DESCRIBED)
                for thing in self.described(iris[at : at + DESCRIBED])
            ]
            yield Batch(tuple(things), str(start), start, len(self._names))

    def _learn(self, iris: Iterable[str]) -> None:
        new = sorted({iri for iri in iris if _IRI.fullmatch(iri)} - self._called.keys())
        for start in range(0, len(new), DESCRIBED):
            part = new[start : start + DESCRIBED]
            self._called |= dict.fromkeys(part, ())
            for thing, _, value in self._ask(_description(part, ("label",))):
                self._called[str(thing)] = tuple(dict.fromkeys((*self._called[str(thing)], str(value))))


_PROPERTIES = {"label": _LABELS, "other": _OTHERS, "code": _CODES, "type": _TYPES, "above": _ABOVE}


def _description(iris: Iterable[str], roles: Iterable[str] = tuple(_PROPERTIES)) -> str:
    pairs = " ".join(f'(<{each}> "{role}")' for role in roles for each in _PROPERTIES[role])
    things = " ".join(f"<{iri}>" for iri in iris if _IRI.fullmatch(iri))
    return (
        f"SELECT ?thing ?role ?value WHERE {{ VALUES ?thing {{ {things} }} VALUES (?p ?role) {{ {pairs} }} "
        "?thing ?p ?value . FILTER(isIRI(?value) || LANG(?value) = '' || "
        "LANGMATCHES(LANG(?value), 'zh') || LANGMATCHES(LANG(?value), 'en')) } ORDER BY ?thing ?role ?value"
    )


def _name(value: Iri | Literal, role: Role) -> OtherName:
    lang = (value.lang or "").partition("-")[0].lower() if isinstance(value, Literal) else ""
    return OtherName(str(value), lang, role)
