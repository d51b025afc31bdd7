"""What a parameter may be: the members of a class or of a concept scheme, as the graph has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg_service.errors import QueryEvaluationError
from kg_service.model import Iri, Literal, Text
from kg_service.queries.header import Parameter
from kg_service.store import Store
from kg_service.vocabulary import DCTERMS, PREFIX_HEADER, PREFIXES, RDF, RDFS, SKOS, expand


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a parameter may take."""

    iri: str
    label: Text
    names: tuple[str, ...]
    """What else it is called by: alternative labels, identifiers, notations, the end of its IRI."""


_MEMBERS = (
    PREFIX_HEADER
    + """
SELECT ?iri ?property ?name
WHERE {
  ?iri ?membership ?group .
  OPTIONAL {
    ?iri ?property ?name .
    VALUES ?property { skos:prefLabel dct:title rdfs:label skos:altLabel skos:notation dct:identifier }
  }
}
"""
)
_LABELS = (str(SKOS.prefLabel), str(DCTERMS.title), str(RDFS.label))
"""The first of them that a thing has in a language is its label."""


def choices(store: Store, parameter: Parameter) -> list[Choice]:
    """The values that a parameter may take.

    Args:
        store: Its default graph is asked.
        parameter: Of a named query.

    Returns:
        By IRI, numbers in it by size; nothing where any value of the type will do.

    Raises:
        QueryEvaluationError: The header of the query names choices by a prefix that is not known.
    """
    if parameter.choices is None:
        return []
    group = expand(parameter.choices)
    if group is None:
        raise QueryEvaluationError(
            Text(
                f"参数 {parameter.name} 的可选值 {parameter.choices} 用了未知的前缀",
                f"the choices of {parameter.name} have an unknown prefix: {parameter.choices}",
            )
        )
    membership = SKOS.inScheme if group.startswith(PREFIXES["scheme"]) else RDF.type
    answer = store.query(_MEMBERS, bindings={"group": Iri(group), "membership": Iri(membership)})
    found: dict[str, list[tuple[str, Literal]]] = {}
    for iri, property_, name in answer.rows():
        if isinstance(iri, Iri):
            names = found.setdefault(iri.value, [])
            if isinstance(property_, Iri) and isinstance(name, Literal):
                names.append((property_.value, name))
    return [_choice(iri, names) for iri, names in sorted(found.items(), key=lambda item: _natural(item[0]))]


def _choice(iri: str, names: list[tuple[str, Literal]]) -> Choice:
    slug = re.split(r"[/#]", iri)[-1]
    labels: dict[str, str] = {}
    for property_ in _LABELS:
        for lang in ("zh", "en", ""):
            fitting = sorted(n.value for p, n in names if p == property_ and (n.lang or "") == lang)
            if fitting:
                labels.setdefault(lang, fitting[0])
    label = Text(_first(labels, "zh", "", "en") or slug, _first(labels, "en", "", "zh") or slug)
    others = {name.value for _, name in names} | {slug}
    return Choice(iri, label, tuple(sorted(others - {label.zh, label.en})))


def _first(labels: Mapping[str, str], *langs: str) -> str | None:
    return next((labels[lang] for lang in langs if lang in labels), None)


def _natural(text: str) -> list[tuple[str, int]]:
    parts = re.split(r"(\d+)", text)
    return [(words, int(digits or 0)) for words, digits in zip(parts[::2], [*parts[1::2], ""], strict=True)]
