"""The W3C's syntax tests: what is a query is taken as one, what is none is refused, and so is each update.

Source: https://www.w3.org/TR/sparql11-query/#grammar, https://www.w3.org/TR/sparql12-query/#grammar
"""

import pyoxigraph as ox
import pytest
from w3c import Case, iri_of, of_kind, parameters, read_text

from kg_service.errors import QueryEvaluationError, SyntaxProblemError, UpdateRefusedError
from kg_service.store import EmbeddedStore
from kg_service.store.guard import graphs_of
from kg_service.store.tokens import decode_escapes


def is_update(case: Case) -> bool:
    """Whether it is an update that the test is about, by the name of its file."""
    return case.text is not None and case.text.suffix == ".ru"


POSITIVE = of_kind("PositiveSyntaxTest", "PositiveSyntaxTest11")
MISTAKES = of_kind("NegativeSyntaxTest", "NegativeSyntaxTest11")
NEGATIVE = [case for case in MISTAKES if not is_update(case)]
UPDATES = of_kind("PositiveUpdateSyntaxTest", "PositiveUpdateSyntaxTest11", "UpdateEvaluationTest")
NO_UPDATES = [
    *of_kind("NegativeUpdateSyntaxTest", "NegativeUpdateSyntaxTest11"),
    *(case for case in MISTAKES if is_update(case)),
]


def store_for(text: str) -> EmbeddedStore:
    """A store with the graphs that the query asks by name: an unknown one is an error of another kind."""
    node = ox.NamedNode("https://example.org/")
    try:
        quads = [ox.Quad(node, node, node, ox.NamedNode(name)) for name in graphs_of(decode_escapes(text))]
    except ValueError:
        quads = []
    return EmbeddedStore(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", "0" * 64)


@pytest.mark.parametrize("case", parameters(POSITIVE, "syntax"))
def test_query_is_taken(case: Case) -> None:
    assert case.text is not None
    text = f"BASE <{iri_of(case.text)}>\n{read_text(case)}"
    said = ""
    try:
        store_for(text).query(text)
    except QueryEvaluationError as error:
        said = str(error)
    # The tests make functions up, which is no mistake of syntax.
    assert not said or "custom function" in said


@pytest.mark.parametrize("case", parameters(NEGATIVE, "syntax"))
def test_mistake_is_refused(case: Case) -> None:
    assert case.text is not None
    text = f"BASE <{iri_of(case.text)}>\n{read_text(case)}"
    with pytest.raises(SyntaxProblemError):
        store_for(text).query(text)


@pytest.mark.parametrize("case", parameters(UPDATES, "syntax"))
def test_update_is_refused_as_one(case: Case) -> None:
    with pytest.raises(UpdateRefusedError):
        store_for("").query(read_text(case))


@pytest.mark.parametrize("case", parameters(NO_UPDATES, "syntax"))
def test_mistaken_update_is_refused(case: Case) -> None:
    with pytest.raises((SyntaxProblemError, UpdateRefusedError)):
        store_for("").query(read_text(case))
