"""What the pages of finding are made from: read once for a snapshot, at the first request that needs it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from kg_service.model import LANGS
from kg_service.web.asking import Pages
from kg_service.web.find.child import Answer, Child, answer_for
from kg_service.web.find.facets import FACET, FACETS, Facet, Facets, Found, Selection
from kg_service.web.find.facts import Facts, read_facts
from kg_service.web.find.texts import Entry, Texts, read_texts
from kg_service.web.find.words import Word
from kg_service.web.labels import Labels

MOST_IN_JSON = 1_000
"""Things of one kind that the JSON of a search holds; it says how many there are."""

Json = dict[str, object]


class Finder:
    """Facts, facets and texts of one store."""

    def __init__(self, pages: Pages, labels: Labels) -> None:
        self._pages, self.labels = pages, labels

    @cached_property
    def facts(self) -> Facts:
        """How services, measures and conditions hang together."""
        return read_facts(self._pages)

    @cached_property
    def facets(self) -> Facets:
        """For the list of services."""
        return Facets(self.facts, self.labels)

    @cached_property
    def texts(self) -> Texts:
        """For the search."""
        return read_texts(self._pages)

    @cached_property
    def answer_for(self) -> Callable[[Child], Answer]:
        """What a child may have; the last answers are kept."""
        facts = self.facts
        return lru_cache(maxsize=128)(lambda child: answer_for(child, facts))

    def fields(self, selection: Selection) -> list[tuple[str, str]]:
        """A selection as fields of an address."""
        return [(name, FACET[name].key(value)) for name, values in selection for value in values]

    def toggled(self, selection: Selection, facet: Facet, value: str) -> str:
        """The query string with one value more, or without one that is chosen; its question mark included."""
        fields, field = self.fields(selection), (facet.name, facet.key(value))
        changed = [f for f in fields if f != field] if field in fields else [*fields, field]
        return "?" + urlencode(changed) if changed else ""

    def named(self, iri: str) -> Json:
        """A thing with what it is called."""
        return {"iri": iri, **{lang: self.labels.of(iri, lang) for lang in LANGS}}

    def services_json(self, selection: Selection, found: Found) -> Json:
        """The list of services with the counts of all facets."""
        facets = self.facets
        return {
            "filters": [{"facet": name, "value": value} for name, value in self.fields(selection)],
            "total": {"services": len(found.services), "measures": found.measures},
            "services": [
                {
                    "number": self.facts.row_number(service),
                    **self.named(service),
                    "measures": [self.named(measure) for measure in measures],
                }
                for service, measures in found.services
            ],
            "facets": {
                facet.name: [
                    {"value": facet.key(value), **self._called(facet, value), "services": count}
                    for value in facets.values[facet.name]
                    if (count := found.counts[facet.name].get(value, 0))
                ]
                for facet in FACETS
            },
        }

    def search_json(
        self, written: str, words: Sequence[Word], found: Mapping[str, tuple[Entry, ...]]
    ) -> Json:
        """The things found, by kind."""
        return {
            "q": written,
            "words": [{"text": w.text, "ways": list(w.ways)} for w in words],
            "total": sum(map(len, found.values())),
            "found": {
                kind: {"total": len(all_), "things": [self.named(e.iri) for e in all_[:MOST_IN_JSON]]}
                for kind, all_ in found.items()
            },
        }

    def child_json(self, child: Child, answer: Answer) -> Json:
        """What one child may have, and what is not known."""
        return {
            "child": {"age": child.age, "stage": child.stage, "situations": list(child.situations)},
            "total": {"services": len(answer.services), "measures": answer.measures},
            "services": [
                {
                    **self.named(entitled.service),
                    "saysAge": entitled.says_age,
                    "measures": [
                        {**self.named(measure), "conditions": [self.named(c) for c in conditions]}
                        for measure, conditions in entitled.measures
                    ],
                }
                for entitled in answer.services
            ],
            "unknown": {
                "measuresWithVagueConditions": answer.open,
                "servicesWithoutAge": answer.ageless,
                "mightApply": {field: [self.named(s) for s in of] for field, of in answer.missing},
            },
        }

    def _called(self, facet: Facet, value: str) -> Json:
        return self.named(value) if facet.prefix else {}
