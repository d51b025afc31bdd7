"""``/reconcile``: names held against the things of the graph.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from http import HTTPStatus

from kg_service.formats import HTML
from kg_service.linking.entities import KINDS, PROPERTIES
from kg_service.model import Text
from kg_service.web.openapi.operations import Operations, or_empty
from kg_service.web.openapi.responses import answer_content
from kg_service.web.openapi.words import Object
from kg_service.web.protocol import FORM
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.reconcile.requests import BATCH, CALLBACK, MOST_CALLBACK, MOST_CHARACTERS, MOST_IDS
from kg_service.web.reconcile.views import SCRIPT

TAG_RECONCILING = Text("对照名称", "Reconciling names")

_BAD, _MISSING = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND
_LONG, _TYPE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE
_EXAMPLE = '{"q0": {"query": "义务教育服务", "type": "service", "limit": 3}}'
_ID: Object = {"type": "string", "minLength": 1}
_PROPERTY: Object = {"enum": list(PROPERTIES)}
_VALUE: Object = {"type": "string", "maxLength": MOST_CHARACTERS}
_THING: Object = {"type": "object", "required": ["id"], "properties": {"id": _VALUE}}
_WRITTEN: Object = {"anyOf": [_VALUE, {"type": ["number", "boolean"]}, _THING]}
_CONDITION: Object = {
    "anyOf": [
        {
            "type": "object",
            "required": ["matchType", "propertyValue"],
            "properties": {
                "matchType": {"enum": ["name", "id"]},
                "propertyId": _PROPERTY,
                "propertyValue": _VALUE,
            },
        },
        {
            "type": "object",
            "required": ["matchType", "propertyId", "propertyValue"],
            "properties": {
                "matchType": {"const": "property"},
                "propertyId": _PROPERTY,
                "propertyValue": {"anyOf": [_WRITTEN, {"type": "array", "items": _WRITTEN}]},
            },
        },
    ]
}
_MATCHES: Object = {
    "type": "object",
    "required": ["queries"],
    "properties": {
        "queries": {
            "type": "array",
            "maxItems": BATCH,
            "items": {
                "type": "object",
                "required": ["conditions"],
                "properties": {
                    "type": {"enum": list(KINDS)},
                    "limit": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
                    "conditions": {"type": "array", "minItems": 1, "items": _CONDITION},
                },
            },
        }
    },
}
_ABOUT = Text(
    "OpenRefine 等用的 Reconciliation Service API 0.2。不带参数：服务说明；queries：一批查询，"
    f"至多 {BATCH} 项；extend：取属性，至多 {MOST_IDS} 个事物。语言各有地址：/reconcile/zh、/reconcile/en。",
    "The Reconciliation Service API 0.2, for OpenRefine and others. Without parameters: the manifest; "
    f"queries: a batch of at most {BATCH}; extend: properties of at most {MOST_IDS} things. /reconcile/zh "
    "and /reconcile/en answer in one language each.",
)


def reconciling_paths(make: Operations) -> Object:
    """Path items."""
    return {
        "/reconcile": _service(make),
        "/reconcile/match": {"post": _match(make)},
        **{f"/reconcile/suggest/{what}": _suggest(make, what) for what in ("entity", "property", "type")},
        "/reconcile/flyout/{what}": _flyout(make),
        "/reconcile/properties": make.get(
            "proposeProperties",
            TAG_RECONCILING,
            Text("可取的属性", "Properties to ask for"),
            make.answers(_json("properties"), _BAD, text=Text("属性。", "The properties.")),
            _kind(make),
            make.field("limit", Text("至多几个。", "At most so many."), _number(1), allowEmptyValue=True),
            _callback(make),
        ),
        "/reconcile/preview": make.get(
            "previewEntity",
            TAG_RECONCILING,
            Text("一个事物的小页面", "One thing on a small page"),
            make.answers(answer_content((HTML,)), _BAD, _MISSING, text=Text("网页。", "The page.")),
            _identifier(make, "place/heilongjiang"),
        ),
    }


def _service(make: Operations) -> Object:
    batch: Object = {"type": "string", "contentMediaType": "application/json"}
    ok = _json()
    summary = Text(
        "对照服务：说明、查询、取属性", "The reconciliation service: manifest, queries, properties"
    )
    given = Text("说明，或候选，或属性。", "The manifest, candidates, or properties.")
    get = make.operation(
        "reconcile",
        TAG_RECONCILING,
        summary,
        make.answers(ok, _BAD, _LONG, text=given),
        make.field("queries", Text("一批查询。", "A batch of queries."), batch, example=_EXAMPLE),
        make.field("extend", Text("要取的属性。", "Properties of things."), batch),
        _callback(make),
        about=_ABOUT,
    )
    post = make.operation(
        "reconcileByPost",
        TAG_RECONCILING,
        summary,
        make.answers(ok, _BAD, _LONG, _TYPE, text=given, cached=False),
        about=_ABOUT,
    )
    form: Object = {
        "type": "object",
        "properties": {"queries": batch, "extend": batch},
        "anyOf": [{"required": ["queries"]}, {"required": ["extend"]}],
    }
    body = {"required": True, "content": {FORM: {"schema": form, "example": {"queries": _EXAMPLE}}}}
    return {"get": get, "post": post | {"requestBody": body}}


def _match(make: Operations) -> Object:
    post = make.operation(
        "match",
        TAG_RECONCILING,
        Text("一批查询（1.0 草案的写法）", "A batch of queries as the draft of 1.0 writes it"),
        make.answers(_json("results"), _BAD, _LONG, _TYPE, text=Text("候选。", "Candidates."), cached=False),
    )
    example = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "省教育厅"}]}]}
    content = {PLAIN_JSON.media_type: {"schema": _MATCHES, "example": example}}
    return post | {"requestBody": {"required": True, "content": content}}


def _suggest(make: Operations, what: str) -> Object:
    prefix = Text("已输入的文字。", "What has been typed.")
    more = [_kind(make)] if what != "type" else []
    return make.get(
        f"suggest{what.title()}",
        TAG_RECONCILING,
        Text(f"输入提示（{what}）", f"Suggestions ({what})"),
        make.answers(_json("result"), _BAD, text=Text("提示。", "Suggestions.")),
        make.field("prefix", prefix, {"type": "string"}, allowEmptyValue=True, example="教"),
        make.field("cursor", Text("跳过几个。", "How many to skip."), _number(0), allowEmptyValue=True),
        *more,
        _callback(make),
    )


def _flyout(make: Operations) -> Object:
    what: Object = {"enum": ["entity", "property", "type"]}
    return make.get(
        "flyout",
        TAG_RECONCILING,
        Text("提示的说明", "What a suggestion is"),
        make.answers(_json("id", "html"), _BAD, _MISSING, text=Text("HTML。", "HTML.")),
        make.part("what", Text("哪一类提示。", "Of which suggestions."), what, "entity"),
        _identifier(make, "place/heilongjiang"),
        _callback(make),
    )


def _json(*required: str) -> Object:
    schema: Object = {"type": "object", **({"required": list(required)} if required else {})}
    return {PLAIN_JSON.media_type: {"schema": schema}, SCRIPT: {"schema": {}}}


def _kind(make: Operations) -> Object:
    text = Text("只要这一种事物的。", "Of this kind of things only.")
    return make.field("type", text, or_empty({"enum": list(KINDS)}), allowEmptyValue=True)


def _identifier(make: Operations, example: str) -> Object:
    return make.field("id", Text("标识符。", "Identifier."), _ID, required=True, example=example)


def _callback(make: Operations) -> Object:
    schema: Object = {"type": "string", "maxLength": MOST_CALLBACK, "pattern": f"^{CALLBACK.pattern}$"}
    return make.field("callback", Text("JSONP 的函数名。", "Name of a function, for JSONP."), schema)


def _number(least: int) -> Object:
    return {"type": "integer", "minimum": least, "maximum": 999_999_999}
