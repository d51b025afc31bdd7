"""Prefixes and example queries, in the form by which editors find them with no configuration.

Editors of the YASGUI family, SIB's among them, ask an endpoint for ``sh:prefix`` with ``sh:namespace``, and
for ``sh:SPARQLExecutable`` with ``rdfs:comment`` and the text. They ask without GRAPH, so that the answer has
to be in the default graph.

Source: https://www.w3.org/TR/shacl/#sparql-prefixes, https://github.com/sib-swiss/sparql-examples
"""

import re
from collections.abc import Iterable, Iterator

from kg_service.model import Iri, Literal, Triple
from kg_service.queries.header import NamedQuery
from kg_service.vocabulary import BASE, DCTERMS, PREFIXES, RDF, RDFS, SCHEMA, SH, XSD

DECLARATIONS = BASE + "id/prefixes"
ENDPOINT = BASE + "sparql"

_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)
# SHACL has no class for DESCRIBE: it is an executable of no particular kind.
_CLASSES = {
    "select": SH.SPARQLSelectExecutable,
    "ask": SH.SPARQLAskExecutable,
    "construct": SH.SPARQLConstructExecutable,
}


def prefixes() -> Iterator[Triple]:
    """Every prefix of ``vocabulary``."""
    yield Iri(DECLARATIONS), Iri(DCTERMS.title), Literal("前缀", lang="zh")
    yield Iri(DECLARATIONS), Iri(DCTERMS.title), Literal("Prefixes", lang="en")
    for prefix, namespace in PREFIXES.items():
        declaration = Iri(f"{DECLARATIONS}#{prefix}")
        yield Iri(DECLARATIONS), Iri(SH.declare), declaration
        yield declaration, Iri(RDF.type), Iri(SH.PrefixDeclaration)
        yield declaration, Iri(SH.prefix), Literal(prefix)
        yield declaration, Iri(SH.namespace), Literal(namespace, str(XSD.anyURI))


def examples(queries: Iterable[NamedQuery]) -> Iterator[Triple]:
    """Each named query as an executable, but those that can't run before they are told an endpoint."""
    for query in queries:
        if query.asks_others:
            continue
        form = form_of(query.text)
        subject = Iri(f"{BASE}id/query/{query.name}")
        yield subject, Iri(RDF.type), Iri(SH.SPARQLExecutable)
        if form in _CLASSES:
            yield subject, Iri(RDF.type), Iri(_CLASSES[form])
        yield subject, Iri(RDFS.label), Literal(query.summary.zh, lang="zh")
        yield subject, Iri(RDFS.label), Literal(query.summary.en, lang="en")
        # One comment in both languages: an editor shows the example once for each comment.
        yield subject, Iri(RDFS.comment), Literal(f"{query.summary.zh} {query.summary.en}")
        yield subject, Iri(f"{SH._NS}{form}"), Literal(text_of(query))
        yield subject, Iri(SH.prefixes), Iri(DECLARATIONS)
        yield subject, Iri(SCHEMA.target), Iri(ENDPOINT)


def form_of(text: str) -> str:
    """``select``, ``ask``, ``construct`` or ``describe``."""
    found = _FORM.search(text)
    return found[1].lower() if found else "select"


def text_of(query: NamedQuery) -> str:
    """The query without its header."""
    lines = query.text.split("\n")
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)
