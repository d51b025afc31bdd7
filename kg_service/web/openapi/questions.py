"""One path item for each named query, made from its header and from the graph."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from kg_service.model import Text
from kg_service.queries import TOPICS, Choice, NamedQuery, Parameter
from kg_service.queries.values import MOST_CHARACTERS, URL, expected_integer
from kg_service.web.answers import OFFERED
from kg_service.web.listing import columns_of_query, heading_of, path_of
from kg_service.web.openapi.operations import Operations, or_empty
from kg_service.web.openapi.responses import responses, solutions_content
from kg_service.web.openapi.schemas import choice_schema_name, ref, rows_of
from kg_service.web.openapi.words import Object, Say
from kg_service.web.protocol import FORM

ROWS = Text("答案，按所选的格式。", "The answer, in the format chosen.")
SAMPLES: Mapping[str, Text] = {"string": Text("教育", "education"), "boolean": Text("true", "true")}
"""Values to try, by type of parameter."""
ASKS_OTHERS = Text(
    "还要向另一个 SPARQL 端点提问（SERVICE）；端点须列入本服务的设置 KG_SERVICE_ALLOW，否则得到 400。",
    "Another SPARQL endpoint is asked as well (SERVICE). The setting KG_SERVICE_ALLOW of this server has to "
    "list it; else the answer is 400.",
)


def question_paths(queries: Iterable[NamedQuery], choices: Mapping[str, list[Choice]], say: Say) -> Object:
    """Path items by path.

    Args:
        queries: The catalogue.
        choices: By class or concept scheme, as headers name them.
        say: The language.
    """
    return {path_of(query): _item(query, choices, say) for query in queries}


def _item(query: NamedQuery, choices: Mapping[str, list[Choice]], say: Say) -> Object:
    make = Operations(say)
    fields = [_field(parameter, choices, say) for parameter in query.parameters]
    fields += [make.format(OFFERED["solutions"]), make.lang()]
    item: Object = {"get": _operation(query, say) | {"parameters": fields}}
    if query.parameters:
        item["post"] = _operation(query, say, post=True) | {"requestBody": _form(fields)}
    return item


def _operation(query: NamedQuery, say: Say, *, post: bool = False) -> Object:
    words = query.name.split("-")
    name = words[0] + "".join(word.title() for word in words[1:])
    columns = columns_of_query(query)
    problems = [
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ]
    if post:
        problems.append(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    names = [column for column, _ in columns]
    example: Object = {"head": {"vars": names}, "results": {"bindings": []}}
    content = solutions_content(rows_of(columns, say), example, ",".join(names) + "\r\n")
    by_form = Text(
        "参数写在正文里，不留在地址和日志中。", "Parameters in the body stay out of addresses and logs."
    )
    about = say.block(by_form if post else query.description)
    if query.asks_others:
        about = f"{about}\n\n{say.block(ASKS_OTHERS)}".strip()
        problems.append(HTTPStatus.BAD_GATEWAY)
    return {
        "operationId": f"{name}ByForm" if post else name,
        "tags": [say.line(TOPICS[query.topic])] if query.topic else [],
        "summary": say.line(query.summary),
        **({"description": about} if about else {}),
        "responses": responses(
            content, *problems, cached=not (post or query.asks_others), text=ROWS, say=say
        ),
        "x-returns": [{"name": column, "heading": say.line(title)} for column, title in columns],
        "x-chart": query.chart,
        **({"x-asks-others": True} if query.asks_others else {}),
    }


def _field(parameter: Parameter, choices: Mapping[str, list[Choice]], say: Say) -> Object:
    about = heading_of(parameter.name)
    if parameter.type == "integer":
        expected = expected_integer(parameter)
        about = Text(f"{about.zh}：{expected.zh}", f"{about.en}: {expected.en}")
    example = _example(parameter, choices, say)
    schema = _schema(parameter)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        **({} if parameter.required else {"allowEmptyValue": True}),
        "description": say.block(about),
        "schema": schema | ({"default": parameter.default} if parameter.default is not None else {}),
        **({} if example is None else {"example": example}),
    }


def _schema(parameter: Parameter) -> Object:
    if parameter.choices:
        return ref(choice_schema_name(parameter.choices))
    if parameter.type == "integer":
        limits = {"minimum": parameter.least, "maximum": parameter.most}
        return {"type": "integer"} | {name: limit for name, limit in limits.items() if limit is not None}
    if parameter.type == "string":
        return {"type": "string", "pattern": r"\S", "minLength": 1, "maxLength": MOST_CHARACTERS}
    if parameter.type == "endpoint":
        return {"type": "string", "format": "uri", "pattern": URL.pattern}
    return {"type": "boolean"} if parameter.type == "boolean" else {"type": "string", "format": "iri"}


def _example(parameter: Parameter, choices: Mapping[str, list[Choice]], say: Say) -> str | int | None:
    if parameter.choices:
        offered = choices.get(parameter.choices, [])
        return offered[0].label.of(say.lang or "zh") if offered else None
    if parameter.type == "integer":
        return min(7, parameter.most) if parameter.most is not None else 7
    if parameter.type == "endpoint":
        return parameter.default or "https://example.org/sparql"
    sample = SAMPLES.get(parameter.type)
    return sample.of(say.lang or "zh") if sample else None


def _form(fields: list[Object]) -> Object:
    """The same parameters as the fields of a form."""
    properties = {}
    for field in fields:
        schema = field["schema"]
        if field.get("allowEmptyValue"):
            schema = or_empty(schema)
        properties[field["name"]] = schema | {"description": field["description"]}
    required = [field["name"] for field in fields if field.get("required")]
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    example = {field["name"]: field["example"] for field in fields if "example" in field}
    body = {"schema": schema | ({"required": required} if required else {}), "example": example}
    return {"required": bool(required), "content": {FORM: body}}
