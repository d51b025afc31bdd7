"""Queries that are too deep for the engine are refused before it sees them: it would end the process."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kg_service.errors import RefusedQueryError
from kg_service.store import EmbeddedStore
from kg_service.store.limits import MOST_CLAUSES, MOST_NESTED, MOST_OPERATORS, MOST_STEPS


def braces(n: int) -> str:
    return "SELECT * " + "{" * n + "?s ?p ?o" + "}" * n


def parentheses(n: int) -> str:
    return "ASK { FILTER" + "(" * (n - 1) + "1" + ")" * (n - 1) + " }"


def collections(n: int) -> str:
    return "ASK { ?s ?p " + "[ ?q " * (n - 1) + "1" + " ]" * (n - 1) + " }"


def negations(n: int) -> str:
    return "ASK { FILTER(" + "!" * n + "true) }"


def path(n: int) -> str:
    return "PREFIX : <a:> ASK { ?s " + "/".join([":p"] * (n + 1)) + " ?o }"


def sums(n: int) -> str:
    return "ASK { FILTER(1 = " + " + ".join(["1"] * (n + 1)) + ") }"


def unions(n: int) -> str:
    return "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * (n + 1)) + " }"


def optionals(n: int) -> str:
    return "ASK { " + "OPTIONAL { ?s ?p ?o } " * n + "}"


SHAPES = [
    pytest.param(braces, MOST_NESTED, id="braces"),
    pytest.param(parentheses, MOST_NESTED, id="parentheses"),
    pytest.param(collections, MOST_NESTED, id="blank-nodes"),
    pytest.param(negations, MOST_NESTED, id="negations"),
    pytest.param(path, MOST_STEPS, id="path"),
    pytest.param(sums, MOST_OPERATORS, id="sums"),
    pytest.param(unions, MOST_CLAUSES, id="unions"),
    pytest.param(optionals, MOST_CLAUSES, id="optionals"),
]


@pytest.fixture(scope="module")
def empty() -> EmbeddedStore:
    return EmbeddedStore(b"", "empty")


@pytest.fixture
def small_stack() -> Iterator[None]:
    """New threads get the stack that those of a server have."""
    before = threading.stack_size(2 * 1024 * 1024)
    yield
    threading.stack_size(before)


@pytest.mark.usefixtures("small_stack")
@pytest.mark.parametrize(("make", "limit"), SHAPES)
def test_the_limit_itself_is_answered(empty: EmbeddedStore, make, limit) -> None:  # type: ignore[no-untyped-def]
    kinds: list[str] = []
    thread = threading.Thread(target=lambda: kinds.append(empty.query(make(limit)).kind))
    thread.start()
    thread.join(timeout=60)
    assert kinds in (["solutions"], ["boolean"])


@pytest.mark.parametrize("more", [1, 5_000, 50_000], ids=["one-more", "thousands", "very-many"])
@pytest.mark.parametrize(("make", "limit"), SHAPES)
def test_more_is_refused(empty: EmbeddedStore, make, limit, more) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RefusedQueryError) as refused:
        empty.query(make(limit + more))
    assert str(limit) in refused.value.text.zh
    assert str(limit) in refused.value.text.en
