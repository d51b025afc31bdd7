"""What is said about the values that go in and come out: problems, answers, listings, choices."""

from collections.abc import Mapping, Sequence

from kg_service.model import Text
from kg_service.queries import CHARTS, TYPES, Choice
from kg_service.vocabulary import BASE
from kg_service.web.listing import choice_entries
from kg_service.web.openapi.words import Object, Say
from kg_service.web.statuses import STATUSES

MOST_LISTED = 60
"""Choices that a schema lists; where there are more, any text will do and the listing is linked."""


def ref(name: str) -> Object:
    """A reference to a schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(properties: Object, *optional: str, closed: bool = True) -> Object:
    """An object whose properties are all required but *optional*."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        **({"additionalProperties": False} if closed else {}),
    }


def _array(items: Object) -> Object:
    return {"type": "array", "items": items}


def _or_null(type_: str) -> Object:
    return {"type": [type_, "null"]}


STRING: Object = {"type": "string"}
COUNT: Object = {"type": "integer", "minimum": 0}
IRI: Object = {"type": "string", "format": "iri"}


def shared_schemas(say: Say) -> Object:
    """Schemas that any operation may refer to."""
    return {
        "Problem": _problem(say),
        "Text": object_of({"zh": STRING, "en": STRING})
        | {"description": say.block(Text("一段文字，中英两种语言。", "A text in Chinese and English."))},
        "Term": _term(say),
        "Solutions": _solutions(say),
        "Boolean": object_of({"head": {"type": "object"}, "boolean": {"type": "boolean"}}, closed=False)
        | {"description": say.block(Text("ASK 查询的答案。", "The answer of an ASK query."))},
        "QueryList": object_of({"queries": _array(ref("Query"))}),
        "Query": _query(ref("Parameter")),
        "QueryWithChoices": _query(ref("ParameterWithChoices")),
        "Parameter": _parameter({"type": ["string", "null"], "format": "uri-reference"}),
        "ParameterWithChoices": _parameter({"type": ["array", "null"], "items": ref("Choice")}),
        "Choice": object_of({"iri": IRI, "label": ref("Text"), "names": _array(STRING)}),
        "Health": object_of(
            {
                "status": {"const": "ok"},
                "snapshot": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "triples": COUNT,
                "editions": _array(STRING),
            },
            closed=False,
        ),
        "TableRow": object_of(
            {
                "number": {"type": "integer", "minimum": 1},
                "goal": STRING,
                "beneficiary": STRING,
                "service": STRING,
                "content": STRING,
                "departments": _array(STRING),
            }
        )
        | {"description": say.block(Text("原表的一行。", "One row of the table, as printed."))},
    }


def _problem(say: Say) -> Object:
    codes = sorted(kind.code for kind in STATUSES)
    about = Text(
        "出错时的说明（RFC 9457）。code 是不变的代码；参数的错误另有 parameter，并以 expected、allowed、"
        "nearest 说明可以写什么；语法错误另有 line 和 column。",
        "What went wrong (RFC 9457). code never changes; errors of parameters also have parameter and, "
        "in expected, allowed or nearest, what may be written; syntax errors have line and column.",
    )
    properties: Object = {
        "type": {"type": "string", "format": "uri"},
        "title": STRING,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": STRING,
        "code": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "examples": codes},
        "parameter": STRING,
        "name": STRING,
        "value": STRING,
        "expected": STRING,
        "allowed": _array(STRING),
        "nearest": _array(STRING),
        "missing": _array(STRING),
        "offered": _array(STRING),
        "accepted": _array(STRING),
        "line": _or_null("integer"),
        "column": _or_null("integer"),
    }
    return {
        "type": "object",
        "description": say.block(about),
        "required": ["type", "title", "status", "detail", "code"],
        "properties": properties,
        "examples": [
            {
                "type": f"{BASE}problem/bad-value",
                "title": say.line(Text("参数值不合要求", "A value will not do")),
                "status": 400,
                "detail": say.line(
                    Text(
                        "“age”的值“99”不合要求：应为整数，从 0 到 20。",
                        "“99” will not do for age: a whole number from 0 to 20 is expected.",
                    )
                ),
                "code": "bad-value",
                "parameter": "age",
                "value": "99",
                "expected": say.line(Text("整数，从 0 到 20", "a whole number from 0 to 20")),
            }
        ],
    }


def _term(say: Say) -> Object:
    about = Text("图谱中的一个值：IRI、文字或空白节点。", "A value of the graph: IRI, literal or blank node.")
    return {
        "type": "object",
        "description": say.block(about),
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode", "triple"]},
            # An object for a triple term of RDF 1.2, else a string.
            "value": {"type": ["string", "object"]},
            "xml:lang": STRING,
            "datatype": IRI,
        },
    }


def _solutions(say: Say) -> Object:
    about = Text("SELECT 查询的答案（SPARQL 1.1 Query Results JSON）。", "The answer of a SELECT query.")
    row = {"type": "object", "additionalProperties": ref("Term")}
    schema = object_of(
        {
            "head": object_of({"vars": _array(STRING)}, closed=False),
            "results": object_of({"bindings": _array(row)}, closed=False),
        },
        closed=False,
    )
    return schema | {
        "description": say.block(about),
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-results-json/"},
    }


def rows_of(columns: Sequence[tuple[str, Text]], say: Say) -> Object:
    """The answer of one named query: its columns are known."""
    names = [name for name, _ in columns]
    row = {name: ref("Term") | {"description": say.line(title)} for name, title in columns}
    return {
        "allOf": [
            ref("Solutions"),
            {
                "properties": {
                    "head": {"properties": {"vars": {"const": names}}},
                    "results": {
                        "properties": {
                            "bindings": _array(
                                {"type": "object", "properties": row, "additionalProperties": False}
                            )
                        }
                    },
                }
            },
        ]
    }


def _query(parameter: Object) -> Object:
    return object_of(
        {
            "name": STRING,
            "href": {"type": "string", "format": "uri-reference"},
            "title": ref("Text"),
            "description": ref("Text"),
            "topic": {"anyOf": [{"type": "null"}, object_of({"name": STRING, "zh": STRING, "en": STRING})]},
            "parameters": _array(parameter),
            "returns": _array(object_of({"name": STRING, "heading": ref("Text")})),
            "chart": {"enum": list(CHARTS)},
            "describedby": {"type": "string", "format": "uri-reference"},
        }
    )


def _parameter(choices: Object) -> Object:
    return object_of(
        {
            "name": STRING,
            "heading": ref("Text"),
            "type": {"enum": list(TYPES)},
            "required": {"type": "boolean"},
            "default": _or_null("string"),
            "choices": choices,
            "minimum": {"type": "integer"},
            "maximum": {"type": "integer"},
        },
        "minimum",
        "maximum",
    )


def choice_schema_name(choices: str) -> str:
    """What the schema of a class or concept scheme is called: ``scheme:goals`` → ``Choice.scheme.goals``."""
    return "Choice." + "".join(c if c.isalnum() or c in "-_" else "." for c in choices)


def choice_schema(offered: Sequence[Choice], say: Say) -> Object:
    """What may be written for a parameter with choices: IRIs, or names that one choice alone has."""
    about = Text(
        "一个 IRI，或它的名称、别称、代码；大小写、全半角和空格不拘，也可写成前缀名。",
        "An IRI, or a label, another name or a code of it, in any case, width and spacing; or a prefixed "
        "name.",
    )
    if len(offered) > MOST_LISTED:
        return {"type": "string", "minLength": 1, "description": say.block(about)}
    lines = "\n".join(f"- `{c.iri}` {say.line(c.label)}" for c in offered)
    return {
        "type": "string",
        "description": f"{say.block(about)}\n\n{lines}",
        "anyOf": [
            {"title": "IRI", "enum": [choice.iri for choice in offered]},
            {"title": say.line(Text("名称", "Name")), "enum": list(_names(offered))},
        ],
        "x-choices": choice_entries(offered),
    }


def _names(offered: Sequence[Choice]) -> Mapping[str, None]:
    """Names that stand for one choice only, labels first."""
    owners: dict[str, set[str]] = {}
    for way in (lambda c: (c.label.zh,), lambda c: (c.label.en,), lambda c: c.names):
        for choice in offered:
            for name in way(choice):
                owners.setdefault(name, set()).add(choice.iri)
    return {name: None for name, of in owners.items() if len(of) == 1}
