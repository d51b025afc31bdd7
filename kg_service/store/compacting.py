"""Triples as compacted JSON-LD, by the context in ``ontology/context.jsonld``.

Texts are language maps, and what is said of a thing stands where it is pointed at: the first time, or, where
that is names and other values only, each time. The terms that were used go along in the answer itself, so
that no reader has to fetch a context.

Not here: JSON-LD as the engine writes it, expanded and of any size (``writing``).

Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#compacted-document-form
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg_service.model import BlankNode, Iri, Literal, Term, Triple, TripleTerm
from kg_service.vocabulary import RDF, XSD

FILE = Path("ontology", "context.jsonld")
MOST = 5_000
"""Triples up to which an answer is compacted."""
DEEPEST = 8
"""Nodes inside of each other; what lies deeper stands on its own."""

_TYPE = str(RDF.type)
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

Json = dict[str, Any]
Node = dict[str, list[Term]]


class Context:
    """The terms of the context, by the IRIs that they stand for."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        """
        Args:
            definitions: The value of ``@context``: prefixes as strings, terms as objects.
        """
        self._definitions = definitions
        self._prefixes = {iri: name for name, iri in definitions.items() if isinstance(iri, str)}
        self._terms = {
            self.expand(d["@id"]): name for name, d in definitions.items() if isinstance(d, Mapping)
        }

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, home: Path) -> "Context":
        """The context of an installation."""
        return cls(json.loads((home / FILE).read_text(encoding="utf-8"))["@context"])

    def expand(self, name: str) -> str:
        """The IRI of a name with a prefix."""
        prefix, colon, local = name.partition(":")
        namespace = self._definitions.get(prefix)
        return namespace + local if colon and isinstance(namespace, str) else name

    def term(self, iri: str) -> str | None:
        """The term of a property or class; None where it has none."""
        return self._terms.get(iri)

    def definition(self, term: str) -> Mapping[str, Any]:
        """How the values of a term are written."""
        found: Mapping[str, Any] = self._definitions[term]
        return found

    def short(self, iri: str) -> str:
        """*iri* with a prefix, or the IRI."""
        at = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:at])
        return f"{prefix}:{iri[at:]}" if prefix and _LOCAL.fullmatch(iri[at:]) else iri

    def used(self, names: Iterable[str]) -> Json:
        """What has to go along for *names* to be understood."""
        taken = {name for name in names if name in self._definitions}
        prefixes = {name.partition(":")[0] for name in names}
        for term in taken:
            definition = self._definitions[term]
            prefixes |= {
                str(definition[key]).partition(":")[0] for key in ("@id", "@type") if key in definition
            }
        return {name: d for name, d in self._definitions.items() if name in taken | prefixes}


def can_compact(triples: Sequence[Triple]) -> bool:
    """Is there a compacted form? Not of what RDF 1.2 adds, nor of more than ``MOST`` triples."""
    return len(triples) <= MOST and not any(
        isinstance(term, TripleTerm) or (isinstance(term, Literal) and term.direction)
        for triple in triples
        for term in triple
    )


def write_compacted(triples: Iterable[Triple], context: Context, first: str = "") -> bytes:
    """Write *triples* as compacted JSON-LD.

    Args:
        triples: Of which ``can_compact`` is true; duplicates are dropped.
        context: Terms.
        first: IRI of the thing that the answer is about, which comes first.

    Returns:
        The same bytes for the same triples.
    """
    nodes: dict[str, Node] = {}
    for subject, predicate, object_ in triples:
        values = nodes.setdefault(str(subject), {}).setdefault(str(predicate), [])
        if object_ not in values:
            values.append(object_)
    written = _Writer(nodes, context)
    roots = [
        written.node(iri)
        for iri in sorted(nodes, key=lambda iri: (iri != first, iri))
        if iri not in written.seen
    ]
    body = roots[0] if len(roots) == 1 else {"@graph": roots}
    document = {"@context": context.used(written.names), **body}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """One document."""

    def __init__(self, nodes: Mapping[str, Node], context: Context) -> None:
        self._nodes, self._context = nodes, context
        self.seen: set[str] = set()
        self.names: set[str] = set()
        """Terms and names with prefixes that were written."""
        self._leaves = {
            iri
            for iri, node in nodes.items()
            if not iri.startswith("_:")
            and all(isinstance(v, Literal) for all_ in node.values() for v in all_)
        }

    def node(self, iri: str, depth: int = 0) -> Json:
        """A node with all that is said of it."""
        self.seen.add(iri)
        found: Json = {"@id": iri}
        node = self._nodes[iri]
        types = [value for value in node.get(_TYPE, ()) if isinstance(value, Iri)]
        if types:
            found["@type"] = _one_or_all(sorted(self._class(str(each)) for each in types))
        for predicate in sorted(node, key=lambda name: self._context.term(name) or name):
            values = [value for value in node[predicate] if predicate != _TYPE or value not in types]
            if values:
                found |= self._property(predicate, sorted(values, key=_order), depth)
        return found

    def _class(self, iri: str) -> str:
        name = self._context.term(iri) or self._context.short(iri)
        self.names.add(name)
        return name

    def _property(self, predicate: str, values: Sequence[Term], depth: int) -> Json:
        term = self._context.term(predicate)
        definition = self._context.definition(term) if term else {}
        found: Json = {}
        if term and definition.get("@container") == "@language":
            texts = [value for value in values if isinstance(value, Literal) and value.lang]
            by_lang: dict[str, list[str]] = {}
            for text in texts:
                by_lang.setdefault(text.lang or "", []).append(text.value)
            values = [value for value in values if value not in texts]
            if texts:
                found[self._named(term)] = {lang: _one_or_all(found_) for lang, found_ in by_lang.items()}
            term, definition = None, {}
        if values:
            name = self._named(term or self._context.short(predicate))
            coerced = definition.get("@type")
            found[name] = _one_or_all([self._value(value, coerced, depth) for value in values])
        return found

    def _named(self, name: str) -> str:
        self.names.add(name)
        return name

    def _value(self, value: Term, coerced: str | None, depth: int) -> object:
        if isinstance(value, Iri | BlankNode):
            fresh = str(value) in self._nodes and str(value) not in self.seen and depth < DEEPEST
            if fresh or str(value) in self._leaves:
                return self.node(str(value), depth + 1)
            return str(value) if coerced == "@id" else {"@id": str(value)}
        assert isinstance(value, Literal)
        if value.lang:
            return {"@language": value.lang, "@value": value.value}
        datatype = value.datatype or str(XSD.string)
        if datatype == str(XSD.integer) and _INTEGER.fullmatch(value.value):
            return int(value.value)
        if coerced is not None and coerced != "@id" and self._context.expand(coerced) == datatype:
            return value.value
        if datatype == str(XSD.string):
            return value.value if coerced is None else {"@value": value.value}
        short = self._named(self._context.short(datatype))
        return {"@type": short, "@value": value.value}


def _one_or_all(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _order(term: Term) -> tuple[bool, bool, list[tuple[bool, int, str]], str]:
    lang = (term.lang or "") if isinstance(term, Literal) else ""
    runs = re.split(r"(\d+)", str(term))
    natural = [(not run.isdecimal(), int(run) if run.isdecimal() else 0, run) for run in runs]
    return isinstance(term, Literal), lang != "zh", natural, lang
