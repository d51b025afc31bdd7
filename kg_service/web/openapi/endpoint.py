"""``/sparql`` and ``/graph-store``.

Source: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Sequence
from http import HTTPStatus

from kg_service.formats import GRAPH_FORMATS, HTML, JSON
from kg_service.model import Text
from kg_service.web.answers import OFFERED
from kg_service.web.openapi.operations import Operations, graph_names, or_empty
from kg_service.web.openapi.responses import answer_content, problem
from kg_service.web.openapi.schemas import ref
from kg_service.web.openapi.words import Object
from kg_service.web.protocol import FORM, QUERY

TAG_SPARQL = Text("SPARQL 接口", "The SPARQL endpoint")
TAG_GRAPHS = Text("图和下载", "Graphs and downloads")

COUNT = "SELECT (COUNT(?s) AS ?services) WHERE { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
_NUMBER = {"type": "literal", "value": "23", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
COUNTED: Object = {"head": {"vars": ["services"]}, "results": {"bindings": [{"services": _NUMBER}]}}
"""The answer to ``COUNT``."""

_FORMATS = tuple(dict.fromkeys((*OFFERED["solutions"][:-1], *OFFERED["graph"][:-1], HTML)))


def endpoint_paths(make: Operations, graphs: Sequence[str], max_query_bytes: int) -> Object:
    """Path items.

    Args:
        make: Chooses the language.
        graphs: IRIs of the named graphs.
        max_query_bytes: Longest query text that is taken.
    """
    query: Object = {"type": "string", "format": "sparql-query", "minLength": 1}
    graph = graph_names(graphs, "")
    text = Text(
        f"SPARQL 1.1 查询，UTF-8 编码不超过 {max_query_bytes} 字节。",
        f"A SPARQL 1.1 query of at most {max_query_bytes} bytes in UTF-8.",
    )
    fields = [
        make.field(
            "default-graph-uri",
            Text("作为默认图的图，可多个。", "Graphs to ask as the default graph."),
            {"type": "array", "items": graph},
        ),
        make.field(
            "named-graph-uri",
            Text("作为命名图的图，可多个。", "Graphs to ask as named graphs."),
            {"type": "array", "items": graph},
        ),
        make.format(_FORMATS),
    ]
    rows = {"schema": {"anyOf": [ref("Solutions"), ref("Boolean")]}, "example": COUNTED}
    ok = answer_content(_FORMATS, {JSON.media_type: rows})
    given = Text("答案，按所选的格式。", "The answer, in the format chosen.")
    problems = (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    about = Text(
        "不给 query 时返回接口的说明（SPARQL 1.1 Service Description）；浏览器打开是查询框。只读。",
        "Without query: what the endpoint is (SPARQL 1.1 Service Description), in a browser a form. "
        "It is read-only.",
    )
    get = make.operation(
        "sparql",
        TAG_SPARQL,
        Text("查询图谱（SPARQL 1.1 Protocol）", "Ask the graph (SPARQL 1.1 Protocol)"),
        make.answers(ok, *problems, text=given),
        make.field("query", text, query, example=COUNT),
        *fields,
        about=about,
    )
    by_post = Text("以 POST 查询图谱", "Ask the graph by POST")
    post = make.operation(
        "sparqlByPost",
        TAG_SPARQL,
        by_post,
        make.answers(ok, *problems, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, text=given, cached=False),
        about=Text("查询写在表单中，或作为正文。", "The query in a form, or as the body."),
    )
    properties = {"query": query} | {field["name"]: field["schema"] for field in fields}
    properties["format"] = or_empty(properties["format"])
    form = {
        "schema": {"type": "object", "required": ["query"], "properties": properties},
        "example": {"query": COUNT},
    }
    content = {FORM: form, QUERY: {"schema": query, "example": COUNT}}
    return {"/sparql": {"get": get, "post": post | {"requestBody": {"required": True, "content": content}}}}


def store_paths(make: Operations, graphs: Sequence[str]) -> Object:
    """Path items of the graph store; *graphs* are the IRIs of the named graphs."""
    summary = Text("整个取一个图（Graph Store Protocol）", "A whole graph (Graph Store Protocol)")
    get = make.operation(
        "graphStore",
        TAG_GRAPHS,
        summary,
        make.answers(
            answer_content(GRAPH_FORMATS),
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            text=Text("一个图的全部三元组。", "All triples of one graph."),
        ),
        make.field("graph", Text("命名图的 IRI。", "IRI of a named graph."), graph_names(graphs)),
        make.field(
            "default",
            Text("默认图；不带值。", "The default graph; without a value."),
            {"type": "string"},
            allowEmptyValue=True,
            example="",
        ),
        make.format(GRAPH_FORMATS),
        about=Text("graph 和 default 给且只给一个。", "Give graph or default, and not both."),
    )
    refused = Text("图谱只读，一律拒绝", "Refused: the graph is read-only")
    found: Object = {"get": get}
    for method in ("put", "post", "delete", "patch"):
        answers = problem(HTTPStatus.FORBIDDEN) | problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        found[method] = make.operation(f"graphStoreBy{method.title()}", TAG_GRAPHS, refused, answers)
    return {"/graph-store": found}
