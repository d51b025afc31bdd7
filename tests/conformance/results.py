"""Answers as the W3C's suites write them down, and whether two are the same but for the names of blank nodes.

Source: https://www.w3.org/2001/sw/DataAccess/tests/result-set#, https://www.w3.org/TR/sparql11-results-json/
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from struct import pack, unpack

import pyoxigraph as ox
from w3c import iri_of

XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: rows (of solutions, or the triples of a graph) or a truth value."""

    columns: tuple[str, ...]
    """Names of the variables in alphabetical order, or those of the places in a triple."""
    rows: tuple[Row, ...]
    boolean: bool | None = None


def solutions(columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> Result:
    """Solutions; the order of their columns does not matter."""
    order = sorted(range(len(columns)), key=lambda at: columns[at])
    return Result(tuple(columns[at] for at in order), tuple(tuple(row[at] for at in order) for row in rows))


def graph(triples: Iterable[ox.Triple]) -> Result:
    """The triples of a graph, each once."""
    return Result(("s", "p", "o"), tuple({(t.subject, t.predicate, t.object) for t in triples}))


def read_graph(file: Path) -> list[ox.Quad]:
    """The statements of a file; its blank nodes are no other file's."""
    format = GRAPHS[file.suffix]
    parsed = ox.parse(path=file, format=format, base_iri=iri_of(file), rename_blank_nodes=True)
    return list(parsed)


def read_table(content: bytes, format: ox.QueryResultsFormat) -> Result:
    """Solutions or a truth value, as a service sends them."""
    parsed = ox.parse_query_results(content, format=format)
    if isinstance(parsed, ox.QueryBoolean):
        return Result((), (), bool(parsed))
    return solutions([v.value for v in parsed.variables], [tuple(row) for row in parsed])


def read_csv(content: bytes) -> Result:
    """Solutions without their kinds of term: only blank nodes can be told apart."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    return solutions(head, [tuple(_cell(cell) for cell in row) for row in rows])


def _cell(text: str) -> Term | None:
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    return ox.Literal(text) if text else None


def read_expected(file: Path) -> Result:
    """The answer that a file of a suite writes down."""
    if file.suffix in TABLES:
        return read_table(file.read_bytes(), TABLES[file.suffix])
    if file.suffix == ".csv":
        return read_csv(file.read_bytes())
    quads = read_graph(file)
    kind = ox.NamedNode(RS + "ResultSet")
    head = next((q.subject for q in quads if q.object == kind), None)
    if head is None:
        return graph(quad.triple for quad in quads)
    return _result_set(quads, head)


def _result_set(quads: Sequence[ox.Quad], head: Term) -> Result:
    """An answer in the vocabulary of the suites of SPARQL 1.0."""

    def values(subject: Term, name: str) -> list[Term]:
        return [q.object for q in quads if q.subject == subject and q.predicate.value == RS + name]

    if truth := values(head, "boolean"):
        return Result((), (), str(getattr(truth[0], "value", "")) in ("true", "1"))
    columns = [term.value for term in values(head, "resultVariable") if isinstance(term, ox.Literal)]
    found: list[tuple[int, Row]] = []
    for number, solution in enumerate(values(head, "solution")):
        row = {
            values(binding, "variable")[0].value: values(binding, "value")[0]  # type: ignore[union-attr]
            for binding in values(solution, "binding")
        }
        index = values(solution, "index")
        place = int(index[0].value) if index and isinstance(index[0], ox.Literal) else number
        found.append((place, tuple(row.get(column) for column in columns)))
    return solutions(columns, [row for _, row in sorted(found, key=lambda pair: pair[0])])


def same(found: Result, expected: Result, *, ordered: bool = False, lax: bool = False) -> bool:
    """Whether two answers are the same, each blank node of one being one of the other.

    Args:
        found, expected: Answers.
        ordered: Whether the rows have to come in the same order as well.
        lax: Whether a row may be found less often than expected, as REDUCED has it.
    """
    if (found.columns, found.boolean) != (expected.columns, expected.boolean):
        return False
    left = [tuple(_normal(term) for term in row) for row in found.rows]
    right = [tuple(_normal(term) for term in row) for row in expected.rows]
    if lax:
        return set(left) == set(right) and not Counter(left) - Counter(right)
    if len(left) != len(right):
        return False
    if ordered:
        pairs: dict[str, str] | None = {}
        for a, b in zip(left, right, strict=True):
            pairs = pairs if pairs is None else _paired(a, b, pairs)
        return pairs is not None
    return _matched(left, right)


def _matched(left: list[Row], right: list[Row]) -> bool:
    plain = (
        Counter(row for row in left if not _blanks(row)),
        Counter(row for row in right if not _blanks(row)),
    )
    if plain[0] != plain[1]:
        return False
    return _search([row for row in left if _blanks(row)], [row for row in right if _blanks(row)], {})


def _search(left: list[Row], right: list[Row], pairs: dict[str, str]) -> bool:
    """Pair the rows one by one, going back where a choice of blank nodes leads nowhere."""
    if not left:
        return True
    # The row with the fewest open questions first.
    row = min(left, key=lambda r: sum(name not in pairs for name in _blanks(r)))
    rest = list(left)
    rest.remove(row)
    tried: set[Row] = set()
    for number, candidate in enumerate(right):
        if candidate in tried:
            continue
        tried.add(candidate)
        extended = _paired(row, candidate, pairs)
        if extended is not None and _search(rest, right[:number] + right[number + 1 :], extended):
            return True
    return False


def _paired(one: Sequence[object], other: Sequence[object], pairs: dict[str, str]) -> dict[str, str] | None:
    """*pairs* and what two rows add to them, or None where the rows contradict each other."""
    known = dict(pairs)
    for a, b in zip(one, other, strict=True):
        if isinstance(a, ox.BlankNode) and isinstance(b, ox.BlankNode):
            if known.setdefault(a.value, b.value) != b.value:
                return None
        elif isinstance(a, ox.Triple) and isinstance(b, ox.Triple):
            inner = _paired(tuple(a), tuple(b), known)
            if inner is None:
                return None
            known = inner
        elif a != b:
            return None
    return known if len(set(known.values())) == len(known) else None


def _blanks(row: Sequence[object]) -> list[str]:
    names: list[str] = []
    for term in row:
        if isinstance(term, ox.BlankNode):
            names.append(term.value)
        elif isinstance(term, ox.Triple):
            names += _blanks(tuple(term))
    return names


def _normal(term: object) -> Term | None:
    """A term with its value in one form only: the engine keeps numbers, truth values and times by value.

    Source: https://www.w3.org/TR/xmlschema11-2/#built-in-primitive-datatypes
    """
    if isinstance(term, ox.Triple):
        return ox.Triple(*(_normal(inner) for inner in term))  # type: ignore[arg-type]
    if not isinstance(term, ox.Literal):
        assert term is None or isinstance(term, ox.NamedNode | ox.BlankNode)
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower(), direction=term.direction)
    name = term.datatype.value.removeprefix(XSD)
    try:
        return ox.Literal(_value(name, term.value), datatype=term.datatype)
    except (ArithmeticError, ValueError):
        return term


def _value(datatype: str, text: str) -> str:
    if datatype in ("integer", "decimal"):
        number = Decimal(text)
        return str(number.normalize() + 0) if number.is_finite() else text
    if datatype == "double":
        return repr(float(text))
    if datatype == "float":
        return repr(unpack("f", pack("f", float(text)))[0])
    if datatype == "boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    if datatype in ("date", "dateTime", "time"):
        return re.sub(r"[+-]00:00$", "Z", text)
    return text
