"""Named queries: headers, choices from the graph, and what people write for a value."""

import json

import pytest

from kg_service.errors import (
    BadValueError,
    MissingParameterError,
    QueryEvaluationError,
    SyntaxProblemError,
    UnknownParameterError,
    UnknownQueryError,
    UnknownValueError,
    UnreadableFileError,
)
from kg_service.formats import JSON
from kg_service.model import Iri, Literal, Text
from kg_service.queries import TOPICS, Catalogue, NamedQuery, Parameter, bind, choices, parse_query, run
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, CV, RDF

XSD = "http://www.w3.org/2001/XMLSchema#"
HEADER = """\
#+ summary-zh: 某部门负责哪些服务？
#+ summary-en: Which services is a body responsible for?
#+ topic: bodies
#+ parameter: body iri cv:PublicOrganisation required
#+ parameter: age integer - optional 6
#+ returns: number service
#+ chart: bar
#+ about-zh: 每行一项服务，
#+ about-zh: 按印出的顺序。
#
# One row a service,
# in printed order.
#
"""
TEXT = HEADER + "PREFIX cv: <http://data.europa.eu/m8g/>\n# not of the header\nSELECT ?number ?service { }\n"


# Headers


def test_a_header_is_read():
    assert parse_query(TEXT, "services-of-body") == NamedQuery(
        name="services-of-body",
        summary=Text("某部门负责哪些服务？", "Which services is a body responsible for?"),
        description=Text("每行一项服务，\n按印出的顺序。", "One row a service,\nin printed order."),
        parameters=(
            Parameter("body", "iri", "cv:PublicOrganisation", required=True, default=None),
            Parameter("age", "integer", None, required=False, default="6"),
        ),
        returns=("number", "service"),
        chart="bar",
        text=TEXT,
        topic="bodies",
    )


def test_a_query_without_a_header_is_called_by_its_name():
    query = parse_query("SELECT * { ?s ?p ?o }", "mine")
    assert (query.summary, query.parameters, query.returns, query.chart) == (
        Text("mine", "mine"),
        (),
        (),
        "table",
    )


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.replace("#+ ", "#+")],
    ids=["crlf", "byte-order-mark", "no-space"],
)
def test_a_header_as_other_editors_write_it(text):
    query = parse_query(text, "services-of-body")
    assert query.returns == ("number", "service")
    assert query.summary == parse_query(TEXT, "services-of-body").summary
    assert [p.name for p in query.parameters] == ["body", "age"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("#+ sumary-zh: 题", "summary-zh", id="misspelt-key"),
        pytest.param("#+ summary-zh", "key: value", id="no-value"),
        pytest.param("#+ summary-zh:", "#+ summary-zh: …", id="empty-value"),
        pytest.param("#+ topic: body", "bodies", id="unknown-topic"),
        pytest.param("#+ chart: pie", "table | bar | matrix | sankey | map", id="unknown-chart"),
        pytest.param("#+ returns: a\n#+ returns: b", "one returns only", id="key-twice"),
        pytest.param("#+ parameter: body iri", "name type choices|- required|optional", id="parts-missing"),
        pytest.param(
            "#+ parameter: body uri - required",
            "iri | integer | string | boolean | endpoint",
            id="unknown-type",
        ),
        pytest.param("#+ parameter: body iri - needed", "required | optional", id="unknown-need"),
        pytest.param(
            "#+ parameter: age integer scheme:stages required", "type iri", id="choices-of-a-number"
        ),
        pytest.param("#+ parameter: age integer 0-20 required", "a range like 0..20", id="range-misspelt"),
        pytest.param("#+ parameter: word string 0..20 required", "a range like 0..20", id="range-of-a-text"),
        pytest.param("#+ parameter: lang string - optional", "another name than lang", id="lang-is-taken"),
        pytest.param("#+ parameter: ?body iri - required", "another name than ?body", id="no-name"),
        pytest.param(
            "#+ parameter: a iri - required\n#+ parameter: a iri - required",
            "another name than a",
            id="name-twice",
        ),
    ],
)
def test_a_bad_header_is_placed(line, expected):
    text = "#+ summary-en: Title\n" + line + "\nSELECT * { }"
    with pytest.raises(SyntaxProblemError) as raised:
        parse_query(text, "mine", "queries/catalogue/mine.rq")
    error = raised.value
    assert (error.document, error.line) == ("queries/catalogue/mine.rq", 2 + line.count("\n"))
    assert expected in error.expected.en
    assert error.expected.zh != error.expected.en


@pytest.mark.parametrize(("value", "low", "high"), [("0..20", 0, 20), ("-5..-1", -5, -1), ("-", None, None)])
def test_an_integer_has_a_range(value, low, high):
    (age,) = parse_query(f"#+ parameter: age integer {value} optional\nSELECT * {{ }}", "mine").parameters
    assert (age.choices, age.least, age.most) == (None, low, high)


def test_a_number_is_held_against_its_range(store):
    query = parse_query("#+ parameter: age integer 0..20 optional\nSELECT * { }", "mine")
    for number in ("0", "20"):
        assert bind(store, query, {"age": number}, "en")["age"] == Literal(number, XSD + "integer")
    for number in ("-1", "21"):
        with pytest.raises(BadValueError, match="a whole number from 0 to 20"):
            bind(store, query, {"age": number}, "en")


@pytest.mark.parametrize("key", ["summary-zh", "summary-en", "topic"])
def test_a_whole_header_has_its_summaries(key):
    text = "\n".join(line for line in TEXT.split("\n") if key not in line)
    with pytest.raises(SyntaxProblemError, match=key):
        parse_query(text, "mine", whole=True)


# The catalogue


def test_the_catalogue_of_the_repository(catalogue, home):
    assert catalogue.names == tuple(sorted(p.stem for p in (home / "queries" / "catalogue").glob("*.rq")))
    assert [query.name for query in catalogue] == list(catalogue.names)
    assert len(catalogue) >= 25
    assert "services-of-body" in catalogue


def test_every_query_returns_what_its_header_says(catalogue, store):
    for query in catalogue:
        if query.asks_others:
            continue  # their answers: test_store_federation
        answer = store.query(query.text)
        assert answer.variables == query.returns, query.name


def test_every_query_can_be_asked_with_its_first_choices(catalogue, store):
    samples = {"integer": "6", "string": "教育", "boolean": "true", "iri": BASE + "id/place/heilongjiang"}
    for query in catalogue:
        if query.asks_others:
            continue
        for lang in ("zh", "en"):
            values = {}
            for parameter in query.parameters:
                offered = choices(store, parameter)
                assert parameter.choices is None or offered, (query.name, parameter.name)
                values[parameter.name] = offered[0].label.of(lang) if offered else samples[parameter.type]
            assert run(store, query, values, lang).variables == query.returns, query.name


def test_an_unknown_query_has_near_ones(catalogue):
    with pytest.raises(UnknownQueryError) as raised:
        catalogue.get("service-of-bodies")
    assert "services-of-body" in raised.value.nearest


def test_a_home_without_queries(tmp_path):
    with pytest.raises(UnreadableFileError, match="catalogue"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"SELECT * { }", SyntaxProblemError, id="no-header"),
        pytest.param("#+ summary-zh: 省民政厅".encode("gb18030"), UnreadableFileError, id="not-utf8"),
    ],
)
def test_a_bad_file_in_the_catalogue(tmp_path, content, error):
    folder = tmp_path / "queries" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "mine.rq").write_bytes(content)
    with pytest.raises(error, match=r"mine\.rq"):
        Catalogue.load(tmp_path)


# Choices

BODY = Parameter("body", "iri", "cv:PublicOrganisation", required=True)
STAGE = Parameter("stage", "iri", "scheme:stages", required=False)
SERVICE = Parameter("service", "iri", "cpsv:PublicService", required=False)


def test_the_members_of_a_class(store):
    offered = choices(store, BODY)
    assert len(offered) == 14
    body = next(choice for choice in offered if choice.label.zh == "省卫健委")
    assert body.iri.startswith(BASE + "id/body/heilongjiang/")
    assert body.label.en != body.label.zh
    assert body.iri.rsplit("/", 1)[1] in body.names


def test_the_members_of_a_scheme(store):
    slugs = {choice.iri.rsplit("/", 1)[1] for choice in choices(store, STAGE)}
    assert {"preschool", "compulsory", "senior-secondary"} <= slugs


def test_choices_come_in_a_natural_order(store):
    numbers = [int(choice.iri.rsplit("/", 1)[1]) for choice in choices(store, SERVICE)]
    assert numbers == list(range(1, 24))


def test_any_value_has_no_choices(store):
    assert choices(store, Parameter("age", "integer", None, required=False)) == []


def test_choices_of_an_unknown_prefix(store):
    with pytest.raises(QueryEvaluationError, match="nosuch:Thing"):
        choices(store, Parameter("thing", "iri", "nosuch:Thing", required=False))


def test_labels_fall_back():
    nquads = f"""
<{BASE}id/x/a> <{RDF.type}> <{CV.PublicOrganisation}> .
<{BASE}id/x/b> <{RDF.type}> <{CV.PublicOrganisation}> .
<{BASE}id/x/b> <http://www.w3.org/2000/01/rdf-schema#label> "乙"@zh .
_:c <{RDF.type}> <{CV.PublicOrganisation}> .
"""
    offered = choices(EmbeddedStore(nquads.encode(), ""), BODY)
    assert [(choice.label, choice.names) for choice in offered] == [
        (Text("a", "a"), ()),
        (Text("乙", "乙"), ("b",)),
    ]


# Values

QUERY = NamedQuery(
    "mine",
    Text("我的", "mine"),
    "",
    (
        BODY,
        STAGE,
        Parameter("age", "integer", None, required=False, default="6"),
        Parameter("word", "string", None, required=False),
        Parameter("firm", "boolean", None, required=False),
        Parameter("thing", "iri", None, required=False),
        Parameter("endpoint", "endpoint", None, required=False),
    ),
    ("x",),
    "table",
    "SELECT ?x { }",
)


@pytest.fixture(scope="module")
def civil(store):
    """The body that most values below mean."""
    return next(choice for choice in choices(store, BODY) if choice.label.zh == "省民政厅")


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(lambda c: c.iri, id="iri"),
        pytest.param(lambda c: c.iri.removeprefix(BASE), id="path"),
        pytest.param(lambda c: "/" + c.iri.removeprefix(BASE), id="absolute-path"),
        pytest.param(lambda c: c.label.zh, id="label-zh"),
        pytest.param(lambda c: c.label.en, id="label-en"),
        pytest.param(lambda c: c.label.en.upper(), id="case"),
        pytest.param(lambda c: f"  {c.label.zh} ", id="white-space"),
        pytest.param(lambda c: c.iri.rsplit("/", 1)[1], id="slug"),
        pytest.param(lambda c: "黑龙江省民政厅", id="full-name"),
    ],
)
def test_a_choice_by_any_of_its_names(store, civil, way):
    assert bind(store, QUERY, {"body": way(civil)}, "zh")["body"] == Iri(civil.iri)


def test_a_choice_by_curie(store, civil):
    bound = bind(store, QUERY, {"body": civil.iri, "stage": "scheme:stages/preschool"}, "zh")
    assert bound["stage"] == Iri(BASE + "id/scheme/stages/preschool")


@pytest.mark.parametrize(
    ("written", "lang", "expected"),
    [
        pytest.param("省民政", "zh", "省民政厅", id="zh"),
        pytest.param("省卫生健康委", "zh", "省卫健委", id="by-a-part-of-the-full-name"),
        pytest.param("civil afairs", "en", "Civil Affairs", id="en"),
    ],
)
def test_an_unknown_value_has_near_ones_in_the_language(store, written, lang, expected):
    with pytest.raises(UnknownValueError) as raised:
        bind(store, QUERY, {"body": written}, lang)
    assert (raised.value.parameter, raised.value.name) == ("body", written)
    assert any(expected in near for near in raised.value.nearest), raised.value.nearest


def test_a_name_of_several_is_none():
    labels = "".join(
        f"<{BASE}id/x/{slug}> <{RDF.type}> <{CV.PublicOrganisation}> .\n"
        f'<{BASE}id/x/{slug}> <http://www.w3.org/2004/02/skos/core#prefLabel> "同名"@zh .\n'
        for slug in ("a", "b")
    )
    with pytest.raises(UnknownValueError) as raised:
        bind(EmbeddedStore(labels.encode(), ""), QUERY, {"body": "同名"}, "zh")
    assert raised.value.nearest == (BASE + "id/x/a", BASE + "id/x/b")


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        pytest.param("age", "7", Literal("7", XSD + "integer"), id="integer"),
        pytest.param("age", " +07 ", Literal("7", XSD + "integer"), id="integer-as-written"),
        pytest.param("age", "１２", Literal("12", XSD + "integer"), id="full-width-digits"),
        pytest.param("word", "教育 阶段", Literal("教育 阶段"), id="string"),
        pytest.param("word", '"} DROP ALL', Literal('"} DROP ALL'), id="hostile-string"),
        pytest.param("firm", "true", Literal("true", XSD + "boolean"), id="boolean"),
        pytest.param("firm", "否", Literal("false", XSD + "boolean"), id="boolean-in-chinese"),
        pytest.param("thing", "https://example.org/x", Iri("https://example.org/x"), id="iri"),
        pytest.param("thing", "care:rowNumber", Iri(BASE + "ontology#rowNumber"), id="curie"),
        pytest.param("thing", "id/place/heilongjiang", Iri(BASE + "id/place/heilongjiang"), id="path"),
        pytest.param("thing", "urn:x:y", Iri("urn:x:y"), id="urn"),
        pytest.param("endpoint", "http://localhost:3030/ds", Iri("http://localhost:3030/ds"), id="endpoint"),
    ],
)
def test_a_value_of_a_type(store, civil, name, written, expected):
    assert bind(store, QUERY, {"body": civil.iri, name: written}, "zh")[name] == expected


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("age", "six"),
        ("age", "6.5"),
        ("age", "9" * 19),
        ("firm", "maybe"),
        ("thing", "no iri"),
        ("thing", "https://example.org/a b"),
        ("thing", "https://example.org/<x>"),
        ("endpoint", "file:///etc/passwd"),
        ("endpoint", "skos:Concept"),
        ("endpoint", "http://"),
        ("endpoint", "http://a.example/> {} #"),
        ("lang", "fr"),
    ],
)
def test_a_value_of_another_type(store, civil, name, written):
    with pytest.raises(BadValueError) as raised:
        bind(store, QUERY, {"body": civil.iri, name: written}, "zh")
    assert (raised.value.name, raised.value.value) == (name, written)


def test_a_default_stands_in(store, civil):
    assert bind(store, QUERY, {"body": civil.iri}, "zh") == {
        "lang": Literal("zh"),
        "body": Iri(civil.iri),
        "age": Literal("6", XSD + "integer"),
    }


def test_an_empty_value_is_none(store, civil):
    bound = bind(store, QUERY, {"body": civil.iri, "age": " ", "word": ""}, "zh")
    assert bound["age"] == Literal("6", XSD + "integer")
    assert "word" not in bound


@pytest.mark.parametrize("values", [{}, {"body": ""}], ids=["not-given", "empty"])
def test_a_missing_value(store, values):
    with pytest.raises(MissingParameterError) as raised:
        bind(store, QUERY, values, "zh")
    assert (raised.value.query, raised.value.names) == ("mine", ("body",))


@pytest.mark.parametrize("value", ["x", ""])
def test_an_unknown_parameter_has_near_ones(store, value):
    with pytest.raises(UnknownParameterError) as raised:
        bind(store, QUERY, {"bodies": value}, "zh")
    assert (raised.value.query, raised.value.name) == ("mine", "bodies")
    assert "body" in raised.value.nearest


def test_the_language_may_be_among_the_values(store, civil):
    assert bind(store, QUERY, {"body": civil.iri, "lang": "en"}, "zh")["lang"] == Literal("en")


# Answers


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_answer_speaks_the_language(store, lang):
    query = parse_query(
        """
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?goal ?goalLabel {
          ?goal skos:topConceptOf|skos:inScheme <https://w3id.org/care-checklist/id/scheme/goals> .
          OPTIONAL { ?goal skos:prefLabel ?goalLabel FILTER(LANG(?goalLabel) = COALESCE(?lang, "zh")) }
        }
        """,
        "goals",
    )
    rows = list(run(store, query, {}, lang).rows())
    assert len({row[0] for row in rows}) == 6
    assert {row[1].lang for row in rows} == {lang}
    assert lang == "en" or "幼有所育" in {row[1].value for row in rows}


def test_a_named_query_answers_in_every_format(store, catalogue):
    answer = run(store, catalogue.get("services-of-body"), {"body": "省民政厅"}, "zh")
    document = json.loads(answer.serialize(JSON))
    assert tuple(document["head"]["vars"]) == catalogue.get("services-of-body").returns
    assert len(document["results"]["bindings"]) == len(list(answer.rows())) > 0


def test_sections_hold_every_query_once(catalogue: Catalogue):
    offered = [query.name for _, queries in catalogue.sections() for query in queries]
    assert sorted(offered) == list(catalogue.names)
    assert [title.en for title, _ in catalogue.sections()] == [title.en for title in TOPICS.values()]
