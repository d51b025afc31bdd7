"""Reconciling: what is a match and what is not, and the protocol as OpenRefine speaks it.

The shapes of messages are held against the text of the specification, section by section.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from werkzeug.test import TestResponse

from kg_service.linking.entities import KINDS, PROPERTIES, Entity, Name
from kg_service.linking.reconciling import Evidence, Query, Reconciler
from kg_service.linking.similarity import plain
from kg_service.model import Iri, Literal, Text
from kg_service.vocabulary import BASE
from kg_service.web.reconcile.requests import BATCH, MOST_CHARACTERS, MOST_IDS

ID = BASE + "id/"
EDUCATION = "body/heilongjiang/education"
COMPULSORY = "service/compulsory-education"
CHILDCARE = "service/early-childhood-health-and-childcare"


def ask(client: FlaskClient, path: str = "/reconcile", **query: object) -> list[dict]:
    """The candidates for one query."""
    response = client.post(path, data={"queries": json.dumps({"q0": query})})
    assert response.status_code == 200, response.text
    return json.loads(response.data)["q0"]["result"]


def got(client: FlaskClient, path: str, **fields: str) -> dict:
    response = client.get(f"{path}?{urlencode(fields)}" if fields else path)
    assert (response.status_code, response.mimetype) == (200, "application/json"), response.text
    return json.loads(response.data)


def refused(response: TestResponse, status: int = 400) -> dict:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json"), response.text
    return json.loads(response.data)


# Names


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        pytest.param("义务教育服务", COMPULSORY, id="label"),
        pytest.param(" 义务 教育 服务 ", COMPULSORY, id="spaces"),
        pytest.param("義務教育服務", COMPULSORY, id="traditional"),
        pytest.param("健康和托育（３岁以下）服务", CHILDCARE, id="full-width"),
        pytest.param("Compulsory education services", COMPULSORY, id="english"),
        pytest.param("COMPULSORY  Education services", COMPULSORY, id="case"),
        pytest.param("省教育厅", EDUCATION, id="printed-short-name"),
        pytest.param("黑龙江省教育厅", EDUCATION, id="full-name"),
        pytest.param("共青团黑龙江省委", "body/heilongjiang/communist-youth-league", id="synonym"),
        pytest.param("流动儿童", "scheme/groups/migrant-children", id="group"),
        pytest.param("黑龙江省", "place/heilongjiang", id="place"),
        pytest.param("230000", "place/heilongjiang", id="code"),
        pytest.param("CN-HL", "place/heilongjiang", id="iso-code"),
        pytest.param("学有所教", "scheme/goals/education", id="goal"),
        pytest.param("fee waiver", "scheme/measure-kinds/fee-waiver", id="kind-of-measure"),
        pytest.param(COMPULSORY, COMPULSORY, id="identifier"),
        pytest.param(ID + COMPULSORY, COMPULSORY, id="iri"),
    ],
)  # fmt: skip
def test_the_same_name_is_a_match(client: FlaskClient, name: str, id_: str) -> None:
    first, *rest = ask(client, query=name)
    assert (first["id"], first["score"], first["match"]) == (id_, 100, True)
    assert not any(other["match"] for other in rest)
    assert all(other["score"] < 60 for other in rest)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        pytest.param("义务教育", COMPULSORY, id="without-service"),
        pytest.param("教育厅", EDUCATION, id="without-province"),
        pytest.param("黑龙江", "place/heilongjiang", id="without-kind-of-place"),
        pytest.param("migrant child", "scheme/groups/migrant-children", id="singular"),
    ],
)
def test_a_name_that_is_alike_comes_first_and_is_no_match(client: FlaskClient, name: str, id_: str) -> None:
    first = ask(client, query=name)[0]
    assert (first["id"], first["match"]) == (id_, False)
    assert 50 < first["score"] < 100


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("儿童", id="children-of-any-kind"),
        pytest.param("留守儿童", id="left-behind-children"),
        pytest.param("unaccompanied child", id="unaccompanied-child"),
        pytest.param("unaccompanied children", id="unaccompanied-children"),
        pytest.param("财政部", id="a-body-that-is-not-there"),
        pytest.param("36岁流动儿童", id="a-hyphen-between-digits-counts"),
        pytest.param("2", id="a-code-of-our-own"),
        pytest.param("*", id="only-a-sign"),
        pytest.param("(", id="a-sign-of-regular-expressions"),
    ],
)
def test_what_is_something_else_is_no_match_and_scores_low(client: FlaskClient, name: str) -> None:
    assert all(not found["match"] and found["score"] < 50 for found in ask(client, query=name))


def places() -> Reconciler:
    def place(code: str, zh: str, en: str, *above: str) -> Entity:
        names = (Name(zh, "zh"), Name(en, "en", not above), Name(code, None))
        return Entity(
            f"{ID}place/{code}",
            "place",
            Text(zh, en),
            names,
            {"broader": tuple(Iri(f"{ID}place/{a}") for a in above)},
        )

    return Reconciler(
        (
            place("230000", "黑龙江省", "Heilongjiang"),
            place("360000", "江西省", "Jiangxi"),
            place("230700", "伊春市", "Yichun", "230000"),
            place("230100", "哈尔滨市", "Harbin", "230000"),
            place("220100", "长春市", "Changchun"),
        )
    )


@pytest.mark.parametrize(
    ("name", "above", "first", "match", "most"),
    [
        pytest.param("伊春市", (), "230700", True, 100, id="the-name"),
        pytest.param("伊春", (), "230700", False, 92, id="without-its-kind"),
        pytest.param("宜春市", (), "230700", False, 50, id="another-place-that-sounds-the-same"),
        pytest.param("宜春", (), "230700", False, 50, id="another-without-its-kind"),
        pytest.param("Yichun", (), "230700", False, 100, id="romanized-could-be-either"),
        pytest.param("Yichun", ("黑龙江省",), "230700", True, 100, id="romanized-in-place"),
        pytest.param("Yichun", ("江西省",), "230700", False, 75, id="romanized-elsewhere"),
        pytest.param("伊春市", ("江西省",), "230700", False, 75, id="name-against-evidence"),
        pytest.param("Heilongjiang", (), "230000", True, 100, id="a-province-romanized"),
    ],
)  # fmt: skip
def test_places_are_told_apart(
    name: str, above: tuple[str, ...], first: str, match: bool, most: float
) -> None:
    evidence = (Evidence("broader", above),) if above else ()
    found = places().find(Query(name, ("place",), evidence=evidence))
    if found:
        assert found[0].entity.iri == f"{ID}place/{first}"
        assert (found[0].match, found[0].score) == (match, min(found[0].score, most))
    assert match is any(candidate.match for candidate in found)


def namesakes() -> Reconciler:
    def body(slug: str, place: str) -> Entity:
        return Entity(
            ID + slug, "body", Text("教育局", "Education Bureau"), (Name("教育局", "zh"),),
            {"place": (Iri(f"{ID}place/{place}"), Literal(place))},
        )  # fmt: skip

    return Reconciler((body("a", "harbin"), body("b", "daqing")))


def test_namesakes_are_no_match_until_something_tells_them_apart() -> None:
    found = namesakes().find(Query("教育局"))
    assert [(c.score, c.match) for c in found] == [(100, False), (100, False)]
    first, second = namesakes().find(Query("教育局", evidence=(Evidence("place", ("daqing",)),)))
    assert (first.entity.id, first.score, first.match) == ("b", 100, True)
    assert (second.entity.id, second.match) == ("a", False)
    assert second.score < first.score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3-6岁（儿童）", "3-6岁儿童", id="hyphen-between-digits"),
        pytest.param("３～６歲", "3-6岁", id="full-width-and-traditional"),
        pytest.param("“认亲 助养”", "认亲助养", id="quotes-and-spaces"),
        pytest.param("Co-op  No.5", "coopno5", id="latin"),
        pytest.param(" … ", "", id="signs-only"),
    ],
)
def test_names_are_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


# Types and properties


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        pytest.param({"type": "goal"}, {"goal"}, id="one"),
        pytest.param({"type": ["goal", "service"]}, {"goal", "service"}, id="any-of-two"),
        pytest.param({"type": ["goal", "service"], "type_strict": "all"}, set(), id="both"),
        pytest.param({"type": ["goal"], "type_strict": "all"}, {"goal"}, id="all-of-one"),
    ],
)
def test_only_the_types_asked_for_are_given(client: FlaskClient, query: dict, kinds: set[str]) -> None:
    found = {type_["id"] for c in ask(client, query="学有所教服务", limit=50, **query) for type_ in c["type"]}
    assert found == kinds


def test_a_type_that_should_be_weighs_on_the_score_and_on_the_match(client: FlaskClient) -> None:
    first = ask(client, query="省教育厅", type="service", type_strict="should")
    body = next(c for c in first if c["id"] == EDUCATION)
    assert (body["score"], body["match"]) == (70, False)
    assert ask(client, query="省教育厅", type="body", type_strict="should")[0]["match"]


@pytest.mark.parametrize(
    ("value", "agrees"),
    [
        pytest.param("学有所教", True, id="name"),
        pytest.param("學有所教", True, id="traditional"),
        pytest.param({"id": "scheme/goals/education", "name": "x"}, True, id="reconciled"),
        pytest.param({"id": ID + "scheme/goals/education"}, True, id="iri"),
        pytest.param(["住有所居", "学有所教"], True, id="one-of-several"),
        pytest.param("住有所居", False, id="another"),
    ],
)
def test_properties_are_evidence(client: FlaskClient, value: object, agrees: bool) -> None:
    first = ask(client, query="义务教育服务", properties=[{"pid": "goal", "v": value}])[0]
    assert (first["id"], first["score"], first["match"]) == (COMPULSORY, 100 if agrees else 75, agrees)
    assert {"id": "property-goal", "name": "目标", "value": int(agrees)} in first["features"]


def test_properties_alone_find_things(client: FlaskClient) -> None:
    found = ask(client, type="service", limit=50, properties=[{"pid": "body", "v": "省教育厅"}])
    assert len([c for c in found if c["score"] == 100]) == 10
    assert not any(c["match"] for c in found)
    first = ask(client, type="service", properties=[{"pid": "number", "v": 3}])[0]
    assert first["id"] == COMPULSORY


def test_the_limit_is_kept(client: FlaskClient) -> None:
    assert [len(ask(client, query="教育服务", limit=n)) for n in (1, 3)] == [1, 3]
    assert len(ask(client, query="教育服务", limit=10_000)) <= 50


# What cannot be asked

CASES = [
    pytest.param({"queries": "{"}, 400, {"code": "bad-value", "parameter": "queries"}, id="no-json"),
    pytest.param({"queries": "[]"}, 400, {"code": "bad-value", "parameter": "queries"}, id="no-object"),
    pytest.param({"queries": "[" * 5_000}, 400, {"code": "bad-value"}, id="nested-deeply"),
    pytest.param({"queries": '{"q0": "x"}'}, 400, {"parameter": "queries.q0"}, id="no-query"),
    pytest.param({"queries": '{"q0": {}}'}, 400, {"parameter": "queries.q0"}, id="empty-query"),
    pytest.param({"queries": '{"q0": {"query": 3}}'}, 400, {"parameter": "queries.q0.query"}, id="number"),
    pytest.param({"queries": json.dumps({"q0": {"query": "x" * (MOST_CHARACTERS + 1)}})}, 400,
                 {"parameter": "queries.q0.query"}, id="long"),
    pytest.param({"queries": '{"q0": {"query": "x", "limit": 0}}'}, 400, {"parameter": "queries.q0.limit"},
                 id="limit"),
    pytest.param({"queries": '{"q0": {"query": "x", "limit": true}}'}, 400, {"parameter": "queries.q0.limit"},
                 id="limit-boolean"),
    pytest.param({"queries": '{"q0": {"query": "x", "type": "servise"}}'}, 400,
                 {"code": "unknown-value", "nearest": ["service"]}, id="type"),
    pytest.param({"queries": '{"q0": {"query": "x", "properties": [{"pid": "boddy", "v": "x"}]}}'}, 400,
                 {"code": "unknown-value", "nearest": ["body"]}, id="property"),
    pytest.param({"queries": '{"q0": {"query": "x", "type_strict": "none"}}'}, 400, {"code": "unknown-value"},
                 id="strictness"),
    pytest.param({"queries": '{"q0": {"query": "x", "limits": 1}}'}, 400, {"nearest": ["limit"]}, id="field"),
    pytest.param({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(BATCH + 1)})}, 413,
                 {"code": "batch-too-large"}, id="too-many"),
    pytest.param({"querys": "{}"}, 400, {"code": "unknown-parameter", "nearest": ["queries"]}, id="misspelt"),
    pytest.param({"extend": '{"ids": "x"}'}, 400, {"parameter": "extend.ids"}, id="extend-ids"),
    pytest.param({"extend": '{"ids": ["x"], "properties": [{"id": "nmae"}]}'}, 400, {"nearest": ["name"]},
                 id="extend-property"),
    pytest.param({"extend": json.dumps({"ids": ["x"] * (MOST_IDS + 1), "properties": []})}, 413,
                 {"code": "batch-too-large"}, id="extend-too-many"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "status", "expected"), CASES)
def test_what_cannot_be_asked_is_said(client: FlaskClient, fields: dict, status: int, expected: dict) -> None:
    for response in (client.post("/reconcile", data=fields), client.get("/reconcile", query_string=fields)):
        told = refused(response, status)
        told["nearest"] = told.get("nearest", [])[:1]
        assert {name: told[name] for name in expected} == expected
        assert re.search("[\u4e00-\u9fff]", told["detail"])


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/zh"])
def test_a_field_that_only_the_client_knows_does_no_harm(client: FlaskClient, path: str) -> None:
    # The test bench of the community group sends its own time limit beside what it asks for.
    asked = {"ids": [COMPULSORY], "properties": [{"id": "body"}]}
    found = got(client, path, extend=json.dumps(asked), timeout="20000")
    assert found["rows"][COMPULSORY]["body"][0]["id"] == EDUCATION
    queries = {"queries": json.dumps({"q0": {"query": "省教育厅"}}), "timeout": "20000"}
    answer = client.post(path, data=queries)
    assert answer.json is not None
    assert answer.json["q0"]["result"][0]["id"] == EDUCATION


@pytest.mark.parametrize("name", ["alert(1)", "a b", "a;b", "1a", "a.", "x" * 101, "a\u2028b", ""])
def test_a_callback_is_a_name(client: FlaskClient, name: str) -> None:
    assert refused(client.get("/reconcile", query_string={"callback": name}))["parameter"] == "callback"


ANYTHING = st.sampled_from(
    [
        {},
        [],
        None,
        1,
        1.5,
        True,
        "x",
        "",
        "body",
        "name",
        {"id": {}},
        {"id": None},
        [[]],
        [{}],
        -1,
        float("inf"),
    ]
)


def objects(*keys: str) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, ANYTHING))


def lists(*keys: str) -> st.SearchStrategy[list]:
    return objects(*keys).map(lambda one: [one])


SETTINGS = st.builds(lambda s: [{"id": "name", "settings": s}], objects("limit", "lang"))


@settings_of_hypothesis(max_examples=300, deadline=None, derandomize=True)
@given(
    query=objects("query", "type", "limit", "type_strict", "properties"),
    evidence=st.none() | lists("pid", "v"),
    properties=ANYTHING | lists("id", "settings") | SETTINGS,
    match=objects("type", "limit"),
    conditions=ANYTHING | lists("matchType", "propertyId", "propertyValue"),
)
def test_whatever_is_sent_is_answered_or_refused(
    client: FlaskClient, query: dict, evidence: list, properties: object, match: dict, conditions: object
) -> None:
    queries = {"q": query | ({"properties": evidence} if evidence else {})}
    extend = {"ids": ["place/heilongjiang"], "properties": properties}
    for response in (
        client.post("/reconcile", data={"queries": json.dumps(queries)}),
        client.post("/reconcile", data={"extend": json.dumps(extend)}),
        client.post("/reconcile/match", json={"queries": [match | {"conditions": conditions}]}),
    ):
        assert response.status_code in (200, 400), (queries, extend, match, conditions)


def test_a_body_is_a_form(client: FlaskClient) -> None:
    assert refused(client.post("/reconcile"))["missing"] == ["queries"]
    assert client.get("/reconcile/match").status_code == 405
    assert client.options("/reconcile/match").headers["Allow"] == "OPTIONS, POST"
    assert refused(client.post("/reconcile", json={"queries": {}}), 415)["accepted"]


# The messages, as the specification has them

_NAMED = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {name: {"type": "string", "minLength": 1} for name in ("id", "name", "description")},
}
_NAMED_LIST = {"type": "array", "items": _NAMED}
_PATH = {
    "type": "object",
    "required": ["service_url", "service_path"],
    "properties": {
        "service_url": {"pattern": "^https?://"},
        "service_path": {"pattern": "^/"},
        "flyout_service_url": {"pattern": "^https?://"},
        "flyout_service_path": {"pattern": r"\$\{id\}"},
    },
}
_TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
_SETTING = {
    "type": "object",
    "required": ["type", "label", "name"],
    "properties": {"type": {"enum": ["number", "text", "checkbox", "select"]}, "choices": {"type": "array"}},
    "if": {"properties": {"type": {"const": "select"}}},
    "then": {"required": ["choices"]},
}


def _cell(key: str, type_: str) -> dict:
    return {"required": [key], "properties": {key: {"type": type_}}, "additionalProperties": False}


SECTIONS = {
    "service-manifest": {
        "required": ["versions", "name", "identifierSpace", "schemaSpace"],
        "properties": {
            "versions": {"contains": {"const": "0.2"}},
            "identifierSpace": {"pattern": "^https://"},
            "schemaSpace": {"pattern": "^https://"},
            "defaultTypes": _NAMED_LIST | {"minItems": 1, "uniqueItems": True},
            "view": {"properties": {"url": _TEMPLATE}, "required": ["url"]},
            "preview": {
                "required": ["url", "width", "height"],
                "properties": {"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
            },
            "suggest": {"additionalProperties": _PATH, "minProperties": 3},
            "batchSize": {"type": "integer", "minimum": 1},
            "extend": {
                "required": ["propose_properties", "property_settings"],
                "properties": {
                    "propose_properties": _PATH,
                    "property_settings": {"type": "array", "items": _SETTING},
                },
            },
        },
    },
    "reconciliation-query-responses": {
        "minProperties": 1,
        "additionalProperties": {
            "required": ["result"],
            "properties": {
                "result": {
                    "type": "array",
                    "items": _NAMED
                    | {
                        "required": ["id", "name", "score"],
                        "properties": _NAMED["properties"]
                        | {
                            "score": {"type": "number", "minimum": 0, "maximum": 100},
                            "match": {"type": "boolean"},
                            "type": _NAMED_LIST,
                            "features": {
                                "items": {
                                    "required": ["id", "value"],
                                    "properties": {"value": {"type": ["boolean", "number"]}},
                                }
                            },
                        },
                    },
                }
            },
        },
    },
    "suggest-responses": {"required": ["result"], "properties": {"result": _NAMED_LIST | {"minItems": 1}}},
    "flyout-services": {"required": ["id", "html"], "properties": {"html": {"pattern": "<p>"}}},
    "data-extension-property-proposals": {
        "required": ["properties", "type"],
        "properties": {"properties": _NAMED_LIST | {"minItems": 1}, "type": {"type": "string"}},
    },
    "data-extension-responses": {
        "required": ["meta", "rows"],
        "properties": {
            "meta": {"items": _NAMED | {"properties": {"type": _NAMED}}},
            "rows": {
                "additionalProperties": {
                    "additionalProperties": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                _NAMED | {"additionalProperties": False},
                                _cell("str", "string"),
                                _cell("int", "integer"),
                                _cell("float", "number"),
                            ]
                        },
                    }
                }
            },
        },
    },
}  # fmt: skip
EXTEND = {
    "ids": [COMPULSORY, EDUCATION, "service/none"],
    "properties": [{"id": name} for name in PROPERTIES][:20],
}


@pytest.mark.parametrize("base", ["/reconcile", "/reconcile/zh", "/reconcile/en"])
@pytest.mark.parametrize(
    ("section", "path", "fields"),
    [
        pytest.param("service-manifest", "", {}, id="manifest"),
        pytest.param("reconciliation-query-responses", "", {
            "queries": json.dumps({"q0": {"query": "教育"}, "q1": {"query": "zzz"},
                                   "q2": {"query": "x", "properties": [{"pid": "goal", "v": True}]}}),
        }, id="queries"),
        pytest.param("suggest-responses", "/suggest/entity", {"prefix": "教育"}, id="suggest-entity"),
        pytest.param("suggest-responses", "/suggest/property", {"prefix": ""}, id="suggest-property"),
        pytest.param("suggest-responses", "/suggest/type", {"prefix": "s"}, id="suggest-type"),
        pytest.param("flyout-services", "/flyout/entity", {"id": COMPULSORY}, id="flyout-entity"),
        pytest.param("flyout-services", "/flyout/property", {"id": "body"}, id="flyout-property"),
        pytest.param("flyout-services", "/flyout/type", {"id": "body"}, id="flyout-type"),
        pytest.param("data-extension-property-proposals", "/properties", {"type": "service"}, id="propose"),
        pytest.param("data-extension-responses", "", {"extend": json.dumps(EXTEND)}, id="extend"),
    ],
)  # fmt: skip
def test_messages_are_as_the_specification_has_them(
    client: FlaskClient, base: str, section: str, path: str, fields: dict
) -> None:
    content = got(client, base + path, **fields)
    errors = [
        f"{e.instance_path}: {e.message}" for e in validator_for(SECTIONS[section]).iter_errors(content)
    ]
    assert not errors
    jsonp = client.get(base + path, query_string={**fields, "callback": "jQuery1_2"})
    assert jsonp.mimetype == "text/javascript"
    assert json.loads(re.fullmatch(r"/\*\*/jQuery1_2\((.*)\);\n", jsonp.text)[1]) == content
    assert jsonp.headers["Access-Control-Allow-Origin"] == "*"


def test_each_language_has_an_address(client: FlaskClient) -> None:
    names = {
        base: ask(client, base, query=COMPULSORY)[0]["name"] for base in ("/reconcile/zh", "/reconcile/en")
    }
    assert names == {"/reconcile/zh": "义务教育服务", "/reconcile/en": "Compulsory education services"}
    assert got(client, "/reconcile/en")["preview"]["url"].startswith("http://localhost/reconcile/en/")


# As OpenRefine goes through it


def test_the_sequence_of_openrefine(client: FlaskClient) -> None:
    manifest = got(client, "/reconcile/en")

    def at(url: str) -> str:
        return url.removeprefix("http://localhost")

    # A column is sampled for its type, as "Start reconciling" does.
    column = ["省教育厅", "省民政厅", "省卫健委", "没有这个部门"]
    sample = {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(column)}
    guessed = json.loads(client.post("/reconcile/en", data={"queries": json.dumps(sample)}).data)
    kinds = [c["type"][0]["id"] for found in guessed.values() for c in found["result"][:1]]
    assert max(set(kinds), key=kinds.count) == "body"
    # The whole column, with that type.
    batch = {key: {**query, "type": "body", "type_strict": "should"} for key, query in sample.items()}
    answer = json.loads(client.post("/reconcile/en", data={"queries": json.dumps(batch)}).data)
    matched = [next((c["id"] for c in answer[key]["result"] if c["match"]), None) for key in batch]
    assert [m.rpartition("/")[2] if m else None for m in matched] == [
        "education", "civil-affairs", "health-commission", None,
    ]  # fmt: skip
    # A person searches for a match, looks at it, and goes to its page.
    entity = manifest["suggest"]["entity"]
    url = at(entity["service_url"]) + entity["service_path"]
    assert got(client, url, prefix="Heilongjiang Provincial Dep", type="body")["result"][0]["id"]
    shown = client.get(at(manifest["preview"]["url"]).replace("{{id}}", quote(matched[0], safe="")))
    assert "Education" in shown.text
    assert "frame-ancestors *" in shown.headers["Content-Security-Policy"]
    page = client.get(at(manifest["view"]["url"]).replace("{{id}}", quote(matched[0], safe="")))
    assert page.status_code == 200
    # "Add columns from reconciled values".
    propose = manifest["extend"]["propose_properties"]
    offered = got(client, at(propose["service_url"]) + propose["service_path"], type="body")["properties"]
    assert {"name", "place", "service"} <= {each["id"] for each in offered}
    asked = {
        "ids": matched[:3],
        "properties": [{"id": "name"}, {"id": "service", "settings": {"limit": "2", "lang": "zh"}}],
    }
    extended = json.loads(client.post("/reconcile/en", data={"extend": json.dumps(asked)}).data)
    assert [len(extended["rows"][id_]["service"]) for id_ in matched[:3]] == [2, 2, 2]
    assert extended["meta"][1]["type"]["id"] == "service"
    assert extended["rows"][matched[0]]["service"][0]["id"].startswith("service/")


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        pytest.param("zh", ["义务教育服务"], id="zh"),
        pytest.param("en", ["Compulsory education services"], id="en"),
        pytest.param("all", ["义务教育服务", "Compulsory education services"], id="all"),
    ],
)
def test_a_setting_chooses_the_language_of_texts(client: FlaskClient, lang: str, texts: list[str]) -> None:
    asked = {"ids": [COMPULSORY], "properties": [{"id": "name", "settings": {"lang": lang}}]}
    row = got(client, "/reconcile/zh", extend=json.dumps(asked))["rows"][COMPULSORY]
    assert [cell["str"] for cell in row["name"]] == texts


def test_suggestions_begin_as_typed_and_can_be_gone_through(client: FlaskClient) -> None:
    found = got(client, "/reconcile/suggest/entity", prefix="流动儿童")["result"]
    assert found[0]["id"] == "scheme/groups/migrant-children"
    every = [one["id"] for one in got(client, "/reconcile/suggest/entity", prefix="")["result"]]
    rest = [one["id"] for one in got(client, "/reconcile/suggest/entity", prefix="", cursor="20")["result"]]
    assert len(every) == 20
    assert rest
    assert not set(every) & set(rest)
    assert got(client, "/reconcile/suggest/entity", prefix=ID + COMPULSORY)["result"][0]["id"] == COMPULSORY


def test_a_preview_cannot_be_made_to_run_anything(client: FlaskClient) -> None:
    assert refused(client.get("/reconcile/preview?id=<script>alert(1)</script>"), 404)
    assert refused(client.get("/reconcile/preview"))["code"] == "missing-parameter"
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_the_draft_of_version_1_is_answered_as_well(client: FlaskClient) -> None:
    query = {
        "type": "service",
        "limit": 2,
        "conditions": [
            {"matchType": "name", "propertyValue": "義務教育服務"},
            {
                "matchType": "property",
                "propertyId": "goal",
                "propertyValue": {"id": "scheme/goals/education"},
            },
        ],
    }
    by_id = {"conditions": [{"matchType": "id", "propertyValue": EDUCATION}]}
    response = client.post("/reconcile/match", json={"queries": [query, by_id]})
    first, second = json.loads(response.data)["results"]
    assert (first["candidates"][0]["id"], first["candidates"][0]["match"]) == (COMPULSORY, True)
    assert len(first["candidates"]) <= 2
    assert all({"id", "name", "value"} <= set(f) for f in first["candidates"][0]["features"])
    assert [c["id"] for c in second["candidates"]] == [EDUCATION]
    assert refused(client.post("/reconcile/match", json={"queries": [{"conditions": []}]}))
    for kind in ({}, [], None, 1, "nome"):
        condition = {"matchType": kind, "propertyValue": "x"}
        told = refused(client.post("/reconcile/match", json={"queries": [{"conditions": [condition]}]}))
        assert told["parameter"] == "queries.0.matchType"
    for name, value in (("limit", None), ("limit", "3"), ("limit", True), ("type", None), ("type", "")):
        told = refused(client.post("/reconcile/match", json={"queries": [by_id | {name: value}]}))
        assert told["parameter"] == f"queries.0.{name}"
    assert refused(client.post("/reconcile/match", data={"queries": "x"}), 415)


@pytest.mark.parametrize(
    ("condition", "agrees"),
    [
        pytest.param({"propertyValue": ["省教育厅", "无此部门"]}, True, id="any-is-usual"),
        pytest.param({"propertyValue": ["省教育厅", "无此部门"], "matchQuantifier": "all"}, False, id="all"),
        pytest.param({"propertyValue": ["省教育厅"], "matchQuantifier": "all"}, True, id="all-of-one"),
        pytest.param({"propertyValue": ["无此部门"], "matchQuantifier": "none"}, True, id="none"),
        pytest.param({"propertyValue": ["省教育厅"], "matchQuantifier": "none"}, False, id="none-but-one"),
    ],
)
def test_a_condition_of_version_1_says_how_many_values_and_whether_it_must_hold(
    client: FlaskClient, condition: dict, agrees: bool
) -> None:
    def found(**more: object) -> dict[str, dict]:
        conditions = [
            {"matchType": "name", "propertyValue": "义务教育服务"},
            {"matchType": "property", "propertyId": "body", **condition, **more},
        ]
        answer = client.post("/reconcile/match", json={"queries": [{"conditions": conditions}]})
        (result,) = json.loads(answer.data)["results"]
        return {candidate["id"]: candidate for candidate in result["candidates"]}

    assert found()[COMPULSORY]["match"] is agrees
    assert (COMPULSORY in found(required=True)) is agrees
    asked = {
        "conditions": [
            {"matchType": "property", "propertyId": "body", **condition, "matchQuantifier": "some"}
        ]
    }
    told = refused(client.post("/reconcile/match", json={"queries": [asked]}))
    assert (told["code"], told["parameter"]) == ("unknown-value", "queries.0.matchQuantifier")


def test_every_kind_and_property_has_things(client: FlaskClient) -> None:
    # Links and places inside of others come with more data.
    absent = {"exact-match", "close-match", "broad-match", "narrow-match", "related-match"}
    found = set()
    for kind in KINDS:
        ids = [one["id"] for one in got(client, "/reconcile/suggest/entity", prefix="", type=kind)["result"]]
        assert ids, kind
        offered = [p["id"] for p in got(client, "/reconcile/properties", type=kind)["properties"]]
        for names in (offered[:12], offered[12:]):
            asked = {"ids": ids, "properties": [{"id": name} for name in names]}
            rows = got(client, "/reconcile", extend=json.dumps(asked))["rows"].values()
            found |= {name for row in rows for name, cells in row.items() if cells}
    assert set(PROPERTIES) - found <= absent
