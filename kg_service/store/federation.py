"""SERVICE without an engine that goes out: clauses are asked beforehand, solutions stand in their places.

By the specification the pattern of a SERVICE clause is evaluated by itself, and its solutions are joined with
the rest; so they may as well be written into the query as VALUES. The engine then has no clause left, and its
process no way out.

Not here: who may be asked, and the connection (``outside``).

Source: https://www.w3.org/TR/sparql11-federated-query/#defn_service
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from urllib.parse import urljoin

import pyoxigraph as ox

from kg_service.errors import BusyError, RefusedQueryError, RemoteFailedError
from kg_service.model import Term, Text
from kg_service.settings import Settings
from kg_service.store import guard
from kg_service.store.limits import excess
from kg_service.store.outside import Outside
from kg_service.store.preparing import bound
from kg_service.store.tokens import Token, decode_escapes, tokens
from kg_service.vocabulary import BASE

AT_ONCE = 4
"""Queries of one process that are out at the same time."""
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One SERVICE clause."""

    start: int
    end: int
    """Offsets in the text, its braces included."""
    endpoint: str
    pattern: str
    """With its braces."""
    is_silent: bool


class Federation:
    """Asks what a query wants from others."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._places = BoundedSemaphore(AT_ONCE)

    @classmethod
    def from_settings(cls, settings: Settings) -> "Federation":
        """One that asks the endpoints on the list of the settings, within their bounds."""
        allowed, most_bytes = settings.service_allow, settings.service_mb << 20
        return cls(Outside(allowed, seconds=settings.service_seconds, most_bytes=most_bytes))

    def resolve(self, text: str, bindings: Mapping[str, Term] | None = None) -> str | None:
        """The query with solutions in place of its SERVICE clauses, and its values in it.

        Args:
            text: As it was asked.
            bindings: Values by variable name; an endpoint may be one of them.

        Returns:
            A text for the engine as it is; None where the query has no such clause.

        Raises:
            SyntaxProblemError: It does not parse, and has such a clause.
            QueryEvaluationError: A value can't be bound.
            RefusedQueryError: A clause asks an endpoint that is not listed, or is of a form that is not done.
            RemoteFailedError: An endpoint failed, and the clause is not SILENT.
            BusyError: Too many queries are out already.
        """
        if not self._outside:
            return None
        text = decode_escapes(text)
        if not isinstance(guard.refusal(text), RefusedQueryError):
            return None
        text = bound(text, bindings)
        if (error := excess(text) or guard.misread(text)) is not None:
            raise error
        words = tokens(text)
        clauses, prologue = _clauses(words, text), _prologue(words, text)
        # A clause that the engine sees and we do not must not get through.
        if guard.refusal(_replaced(text, clauses, ["{}"] * len(clauses))) is not None or not clauses:
            raise _form_refused("SERVICE")
        if not self._places.acquire(blocking=False):
            raise BusyError("service_allow", AT_ONCE)
        try:
            return _replaced(text, clauses, [self._ask(clause, prologue) for clause in clauses])
        finally:
            self._places.release()

    def _ask(self, clause: _Clause, prologue: str) -> str:
        query = f"{prologue}\nSELECT * WHERE {clause.pattern}"
        try:
            return _values(self._outside.select(clause.endpoint, query), clause.endpoint)
        except RemoteFailedError:
            if clause.is_silent:
                return "{}"
            raise


def _clauses(words: Sequence[Token], text: str) -> list[_Clause]:
    """The SERVICE clauses that are in no other one."""
    base, prefixes = _namespaces(words)
    found, at = [], 0
    while at < len(words):
        if words[at].kind != "word" or words[at].text.upper() != "SERVICE":
            at += 1
            continue
        first = at + 1
        silent = first < len(words) and words[first].text.upper() == "SILENT"
        first += silent
        if first + 1 >= len(words) or words[first + 1].text != "{":
            raise _form_refused("SERVICE")
        closing = _closing(words, first + 1)
        inside = words[first + 2 : closing]
        if any(w.kind == "word" and w.text.upper() == "SERVICE" for w in inside):
            raise _form_refused("SERVICE … { SERVICE … }")
        endpoint = _iri(words[first], base, prefixes)
        start, end = words[first + 1].start, words[closing].end
        found.append(_Clause(words[at].start, end, endpoint, text[start:end], silent))
        at = closing + 1
    return found


def _closing(words: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(words)):
        depth += (words[index].text == "{") - (words[index].text == "}")
        if not depth:
            return index
    raise _form_refused("SERVICE")


def _iri(word: Token, base: str, prefixes: dict[str, str]) -> str:
    if word.kind == "iri":
        return urljoin(base, word.text[1:-1])
    if word.kind == "pname":
        prefix, _, local = word.text.partition(":")
        return prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
    raise _form_refused(f"SERVICE {word.text}")


def _namespaces(words: Sequence[Token]) -> tuple[str, dict[str, str]]:
    base, prefixes = BASE, {}
    for index, word in enumerate(words[:-2]):
        keyword = word.text.upper() if word.kind == "word" else ""
        if keyword == "BASE":
            base = urljoin(base, words[index + 1].text[1:-1])
        elif keyword == "PREFIX":
            prefixes[words[index + 1].text.rstrip(":")] = urljoin(base, words[index + 2].text[1:-1])
        elif keyword in _FORMS:
            break
    return base, prefixes


def _prologue(words: Sequence[Token], text: str) -> str:
    form = next((w for w in words if w.kind == "word" and w.text.upper() in _FORMS), None)
    return text[: form.start] if form is not None else ""


def _replaced(text: str, clauses: Sequence[_Clause], blocks: Sequence[str]) -> str:
    for clause, block in reversed(list(zip(clauses, blocks, strict=True))):
        text = f"{text[: clause.start]} {block} {text[clause.end :]}"
    return text


def _values(results: bytes, endpoint: str) -> str:
    """Solutions as a group that gives them.

    A blank node of the other side gets an IRI of its own for this query: VALUES takes none.

    Source: https://www.w3.org/TR/rdf11-concepts/#section-skolemization
    """
    try:
        parsed = ox.parse_query_results(results, format=ox.QueryResultsFormat.JSON)
        if not isinstance(parsed, ox.QuerySolutions):
            raise ValueError("not solutions")
        names = [variable.value for variable in parsed.variables]
        genid = f"{BASE}.well-known/genid/{uuid.uuid4()}/"
        rows = [" ".join(_term(term, genid) for term in solution) for solution in parsed]
    except (SyntaxError, ValueError) as error:
        raise RemoteFailedError(
            endpoint, Text("答案不是 SPARQL 结果 JSON", "its answer is no SPARQL Results JSON")
        ) from error
    head = " ".join(f"?{name}" for name in names)
    return f"{{ VALUES ({head}) {{ {' '.join(f'({row})' for row in rows)} }} }}"


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, genid: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{genid}{term.value}>"
    if isinstance(term, ox.Triple):
        raise ValueError("a triple term")
    return str(term)


def _form_refused(what: str) -> RefusedQueryError:
    return RefusedQueryError(
        what,
        Text(
            "这里只能用固定的端点 IRI，且不能嵌套。",
            "it is done for the IRI of an endpoint only, and not one within another.",
        ),
    )
