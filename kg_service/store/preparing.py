"""What happens to a query before any engine sees it, the same for all of them.

Not here: evaluation, and what is known only then (``embedded``, ``remote``).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kg_service.errors import KgServiceError, QueryEvaluationError, UnknownGraphError
from kg_service.model import BlankNode, Term, Text
from kg_service.nearest import nearest
from kg_service.store import guard
from kg_service.store.bindings import bind
from kg_service.store.diagnosis import diagnose, parses
from kg_service.store.limits import excess
from kg_service.store.terms import to_sparql
from kg_service.store.tokens import decode_escapes


class Prepared(NamedTuple):
    """A query that an engine may have."""

    text: str
    """As it was asked, its codepoint escapes decoded."""
    bound: str
    """The same with its values in it; this one is evaluated."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset to ask, of the protocol or else of the FROM clauses; both empty where neither names one."""


def prepare(
    text: str,
    known: Collection[str],
    *,
    bindings: Mapping[str, Term] | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    is_checked: bool = False,
) -> Prepared:
    """Hold a query against what is not done here, and put its values in.

    Args:
        text, bindings, default_graphs, named_graphs: See ``interface.Store.query``.
        known: IRIs of the graphs that the store holds.
        is_checked: See ``federated.Trusting``.

    Raises:
        RefusedQueryError: It would reach another service, or is too deep or too long for the engine.
        UnknownGraphError: It names a graph that is not here.
        QueryEvaluationError: A value can't be bound.
    """
    if not is_checked:
        text = decode_escapes(text)
        if (error := excess(text) or guard.refusal(text)) is not None:
            raise error
    default, named = tuple(default_graphs), tuple(named_graphs)
    if not default and not named:
        clauses = list(guard.dataset_of(text))
        default = tuple(name for is_named, name in clauses if not is_named)
        named = tuple(name for is_named, name in clauses if is_named)
    for name in (*default, *named):
        if name not in known:
            raise UnknownGraphError(name, nearest(name, known))
    return Prepared(text, bound(text, bindings), default, named)


def bound(text: str, bindings: Mapping[str, Term] | None) -> str:
    """A query with its values in it, held against nothing.

    Raises:
        QueryEvaluationError: A value can't be bound.
    """
    return bind(text, _serialized(bindings)) if bindings else text


def misread(text: str, bindings: Mapping[str, Term] | None) -> KgServiceError:
    """The error to raise for a prepared text that does not parse once its values are in it."""
    harmless = guard.without_service(text)
    if bindings and parses(harmless):
        names = ", ".join(f"?{name}" for name in sorted(bindings))
        return QueryEvaluationError(Text(f"查询自己给 {names} 之一赋了值", f"it sets one of {names} itself"))
    return diagnose(text, harmless)


def _serialized(bindings: Mapping[str, Term]) -> dict[str, str]:
    if blank := [name for name, term in bindings.items() if isinstance(term, BlankNode)]:
        name = blank[0]
        raise QueryEvaluationError(
            Text(f"空白节点不能作为 ?{name} 的值", f"a blank node can't be the value of ?{name}")
        )
    try:
        return {name: to_sparql(term) for name, term in bindings.items()}
    except ValueError as error:
        raise QueryEvaluationError(str(error)) from error
