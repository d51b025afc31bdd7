"""The named queries: what their headers promise, and their answers as worked out by hand from the text.

A case file holds sets of values for one query, with the whole answer. An IRI of the data is ``<…>``, relative
to ``id/``; ``<2024/…>`` is in the edition of 2024. An empty text is a cell without a value. ``columns`` keeps
some columns where another case has them all. ``reading`` says what in the text the answer rests on.

Of a query that asks another endpoint (``asks_others``) the cases hold for one that has ``slices/``; they run
where there is one (``test_store_federation``).
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph
import pytest

from kg_service.formats import NTRIPLES
from kg_service.model import Iri, Term
from kg_service.model import Literal as RdfLiteral
from kg_service.queries import Catalogue, choices, run
from kg_service.store import EmbeddedStore, Store
from kg_service.vocabulary import BASE, XSD

ROOT = Path(__file__).resolve().parent
QUERIES = sorted(path.stem for path in (ROOT.parent / "queries" / "catalogue").glob("*.rq"))
CJK = re.compile(r"[一-鿿]")
EDITION = "edition/heilongjiang/2024"


@dataclass(frozen=True)
class Case:
    """One set of values, with the answer."""

    query: str
    id: str
    values: dict[str, str]
    lang: Literal["zh", "en"]
    columns: list[str] | None
    rows: list[list[str | int | bool]]


def read_cases(path: Path) -> list[Case]:
    """The cases of one file, which is called like its query."""
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(document) == {"case"}, path
    known = {"id", "reading", "values", "lang", "columns", "rows"}
    for case in document["case"]:
        assert set(case) <= known, f"{path.name}: {case['id']} has {set(case) - known}"
    return [
        Case(path.stem, c["id"], c.get("values", {}), c.get("lang", "zh"), c.get("columns"), c["rows"])
        for c in document["case"]
    ]


CATALOGUE = Catalogue.load(ROOT.parent)
ALONE = [name for name in QUERIES if not CATALOGUE.get(name).asks_others]
"""Those that this dataset answers by itself."""
CASES = [case for path in sorted((ROOT / "cases" / "catalogue").glob("*.toml")) for case in read_cases(path)]


def cell(term: Term | None) -> str | int | bool:
    """A term as the case files write it."""
    if term is None:
        return ""
    if isinstance(term, Iri):
        short = term.value.removeprefix(BASE + "id/")
        return f"<{'2024' + short.removeprefix(EDITION) if short.startswith(EDITION) else short}>"
    assert isinstance(term, RdfLiteral), f"blank node in an answer: {term}"
    if term.datatype == str(XSD.integer):
        return int(term.value)
    if term.datatype == str(XSD.boolean):
        return term.value == "true"
    assert term.value, "an empty text stands for a cell without a value"
    return term.value


def table(rows: Iterable[tuple[Term | None, ...]]) -> list[list[str | int | bool]]:
    """Rows as the case files write them."""
    return [[cell(term) for term in row] for row in rows]


# What the answers are


def answered(case: Case, store: Store, values: dict[str, str]) -> list[list[str | int | bool]]:
    """What a case says of its answer, as the store has it."""
    answer = run(store, CATALOGUE.get(case.query), values, case.lang)
    rows = table(answer.rows())
    if case.columns is None:
        return rows
    places = [answer.variables.index(column) for column in case.columns]
    return [[row[place] for place in places] for row in rows]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.query in ALONE], ids=lambda case: f"{case.query}-{case.id}"
)
def test_answer_is_that_of_the_text(case: Case, store: EmbeddedStore) -> None:
    assert answered(case, store, case.values) == case.rows


def test_every_query_has_cases() -> None:
    assert {case.query for case in CASES} == set(QUERIES)
    ids = [(case.query, case.id) for case in CASES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", QUERIES)
def test_query_with_parameters_has_two_cases_and_one_for_each(name: str, catalogue: Catalogue) -> None:
    cases = [case for case in CASES if case.query == name]
    for parameter in catalogue.get(name).parameters:
        assert len(cases) >= 2
        assert any(parameter.name in case.values for case in cases), parameter.name


@pytest.mark.parametrize("name", QUERIES)
def test_every_column_is_in_a_case(name: str) -> None:
    assert any(case.columns is None and case.rows for case in CASES if case.query == name)


# What the headers promise


def test_there_are_enough_queries(catalogue: Catalogue) -> None:
    assert len(catalogue) >= 30
    assert list(catalogue.names) == QUERIES
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in QUERIES)


@pytest.mark.parametrize("name", ALONE)
def test_returns_is_the_projection(name: str, store: EmbeddedStore, catalogue: Catalogue) -> None:
    query = catalogue.get(name)
    answer = store.query(query.text)
    assert answer.kind == "solutions"
    assert answer.variables == query.returns


@pytest.mark.parametrize("name", QUERIES)
def test_summary_and_description(name: str, catalogue: Catalogue) -> None:
    query = catalogue.get(name)
    assert CJK.search(query.summary.zh)
    assert query.summary.zh.endswith("？")
    assert query.summary.en.endswith(("?", "?)", ")?"))
    assert query.summary.en[0].isupper()
    assert CJK.search(query.description.zh)
    assert query.description.en
    assert [line[:2] == "- " for line in query.description.zh.split("\n")].count(True) == len(
        re.findall("^- ", query.description.en, re.MULTILINE)
    )


def test_no_two_queries_ask_the_same(catalogue: Catalogue) -> None:
    assert len({query.summary.zh for query in catalogue}) == len(catalogue)
    assert len({query.summary.en for query in catalogue}) == len(catalogue)


@pytest.mark.parametrize("name", QUERIES)
def test_parameters_have_choices_and_are_used(name: str, store: EmbeddedStore, catalogue: Catalogue) -> None:
    query = catalogue.get(name)
    for parameter in query.parameters:
        assert re.search(rf"\?{parameter.name}\b", query.text)
        if parameter.type == "iri":
            assert parameter.choices is not None
            offered = choices(store, parameter)
            assert offered
            assert all(CJK.search(choice.label.zh) for choice in offered)
            assert not any(CJK.search(choice.label.en) for choice in offered)


@pytest.mark.parametrize("name", QUERIES)
def test_labels_stand_beside_iris(name: str, catalogue: Catalogue) -> None:
    returns = catalogue.get(name).returns
    assert returns
    for variable in returns:
        if variable.endswith("Label"):
            assert variable.removesuffix("Label") in returns


# What holds of every query


@pytest.mark.parametrize("name", ALONE)
def test_runs_without_values(name: str, store: EmbeddedStore, catalogue: Catalogue) -> None:
    rows = table(store.query(catalogue.get(name).text).rows())
    assert rows
    assert len({tuple(row) for row in rows}) == len(rows), "rows that are there twice"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ALONE)
def test_labels_are_in_the_language_asked_for(
    name: str, lang: Literal["zh", "en"], store: EmbeddedStore, catalogue: Catalogue
) -> None:
    text = catalogue.get(name).text
    answer = store.query(text, bindings={"lang": RdfLiteral(lang, None, None)})
    for row in answer.rows():
        for variable, term in zip(answer.variables, row, strict=True):
            assert not isinstance(term, Iri) or not variable.endswith("Label")
            if not isinstance(term, RdfLiteral):
                continue
            if variable.endswith("Label") or variable in ("fullName", "note"):
                assert term.lang == lang, (variable, term.value)
            if variable in JOINED and term.datatype != str(XSD.integer):
                assert bool(CJK.search(term.value)) == (lang == "zh"), (variable, term.value)


JOINED = (
    "bodies", "conditions", "kinds", "others", "recipients", "situations", "stages", "subjects", "titles",
    "versions",
)  # fmt: skip
"""Columns of joined names, which have a language but no language tag; in some answers they are counts."""


@pytest.mark.parametrize("name", ALONE)
def test_answer_is_the_same_in_english(name: str, store: EmbeddedStore, catalogue: Catalogue) -> None:
    text = catalogue.get(name).text

    def facts(lang: str) -> list[list[object]]:
        answer = store.query(text, bindings={"lang": RdfLiteral(lang, None, None)})
        return [
            [c for c in row if not isinstance(c, str) or c.startswith("<")] for row in table(answer.rows())
        ]

    assert facts("en") == facts("zh")


@pytest.fixture(scope="module")
def reversed_store(store: EmbeddedStore) -> pyoxigraph.Store:
    """The default graph, put in the other way round."""
    whole = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").serialize(NTRIPLES)
    engine = pyoxigraph.Store()
    lines = sorted(whole.decode().splitlines(), key=lambda line: line[::-1], reverse=True)
    for line in lines:
        engine.load(line.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return engine


@pytest.mark.parametrize("name", ALONE)
def test_order_does_not_come_from_the_store(
    name: str, store: EmbeddedStore, catalogue: Catalogue, reversed_store: pyoxigraph.Store
) -> None:
    text = catalogue.get(name).text
    solutions = reversed_store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    expected = [
        ["" if term is None else getattr(term, "value", "") for term in row]
        for row in store.query(text).rows()
    ]
    found = [["" if term is None else term.value for term in solution] for solution in solutions]
    assert found == expected


@pytest.mark.parametrize("name", QUERIES)
def test_text_keeps_to_the_rules(name: str, catalogue: Catalogue) -> None:
    text = re.sub(r"^#.*$", "", catalogue.get(name).text, flags=re.MULTILINE)
    for parameter in catalogue.get(name).parameters:
        if parameter.type == "endpoint":
            assert text.count(f"SERVICE ?{parameter.name} {{") == 1
            text = text.replace(f"SERVICE ?{parameter.name}", "")
    assert not re.search(r"\b(GRAPH|FROM|SERVICE)\b", text), "the default graph is asked, and nothing else"
    assert re.search(r"^ORDER BY ", text, re.MULTILINE)
    assert text.count("?lang") - text.count("?language") == text.count('COALESCE(?lang, "zh")')
    assert "heilongjiang" not in text, "holds for any edition"
