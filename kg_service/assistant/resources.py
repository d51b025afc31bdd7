"""What can be read whole: the tables of the editions, the ontology, the schemes, the shapes.

Not here: answers to questions (``tools``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg_service.editions.export import rows, to_csv, to_json
from kg_service.formats import CSV, TURTLE
from kg_service.model import Text
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.vocabulary import BASE, graph_iri
from kg_service.web.checklist import Tables

MOST_CHARACTERS = 1_000_000
"""Of one resource."""

_GRAPHS = {
    "ontology": Text("词汇表（OWL）", "The ontology (OWL)"),
    "schemes": Text(
        "概念表：目标、服务对象、措施类型等", "Concept schemes: goals, groups, kinds of measure …"
    ),
    "organizations": Text("责任部门", "Responsible bodies"),
    "shapes": Text("校验规则（SHACL）", "The shapes (SHACL)"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One resource."""

    iri: str
    name: str
    text: Text
    media_type: str
    read: Callable[[], str]


def documents(store: Store, settings: Settings, tables: Tables) -> list[Document]:
    """All resources, those of the editions first."""
    found = []
    for edition in tables.editions():
        found += _tables_of(edition.iri, edition.name, store, settings)
    for name, text in _GRAPHS.items():
        iri = graph_iri(name)
        if iri in store.graphs():
            address = BASE + name if name in ("ontology", "shapes") else iri
            found.append(Document(address, f"{name}.ttl", text, TURTLE.media_type, _graph(store, iri)))
    return found


def _tables_of(iri: str, name: str, store: Store, settings: Settings) -> list[Document]:
    series, _, version = name.partition("/")

    def csv() -> str:
        return to_csv(rows(store, series, version, home=settings.home))

    def json() -> str:
        return to_json(rows(store, series, version, home=settings.home))

    title = Text(f"{name} 清单表格", f"The table of {name}")
    return [
        Document(f"{iri}/table.csv", f"{series}-{version}.csv", title, CSV.media_type, csv),
        Document(f"{iri}/table.json", f"{series}-{version}.json", title, "application/json", json),
    ]


def _graph(store: Store, iri: str) -> Callable[[], str]:
    def read() -> str:
        every = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        answer = store.query(every, default_graphs=(iri,), formats={"graph": TURTLE})
        return answer.serialize(TURTLE).decode("utf-8")[:MOST_CHARACTERS]

    return read
