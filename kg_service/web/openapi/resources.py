"""Everything else that answers: downloads, descriptions, listings, pages of IRIs, the state of the server."""

import re
from http import HTTPStatus

from kg_service.formats import CSV, HTML, JSONLD, PACKAGE
from kg_service.model import Text
from kg_service.web.openapi.endpoint import TAG_GRAPHS
from kg_service.web.openapi.operations import SEGMENT, Operations
from kg_service.web.openapi.responses import GRAPHS, answer_content
from kg_service.web.openapi.schemas import ref
from kg_service.web.openapi.words import Object
from kg_service.web.questions import LISTED_AS, PLAIN_JSON
from kg_service.web.statuses import STATUSES
from kg_service.web.things import OFFERED

TAG_LISTS = Text("问题目录", "The list of questions")
TAG_PAGES = Text("图谱中的资源", "Things of the graph")
TAG_SERVER = Text("服务器", "The server")

BAD, MISSING, NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE
RANGE = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE

EDITION = "/id/edition/{series}/{version}"
SERVICE = EDITION + "/service/{number}"
PARTS: dict[str, tuple[Text, str]] = {
    "series": (Text("清单系列。", "Series of the list."), "heilongjiang"),
    "version": (Text("版次。", "Version of the edition."), "2024"),
    "number": (Text("表中的序号。", "Row number in the table."), "3"),
    "position": (Text("在服务中的次序。", "Its place in the service."), "1"),
    "norm": (Text("规范或文件。", "Norm."), "action-plan-for-migrant-children"),
    "place": (Text("地域。", "Place."), "heilongjiang"),
    "body": (Text("部门。", "Body."), "civil-affairs"),
    "scheme": (Text("概念方案。", "Concept scheme."), "goals"),
    "concept": (Text("概念。", "Concept."), "education"),
    "service": (Text("延续的服务。", "Continuing service."), "compulsory-education"),
    "graph": (Text("命名图。", "Named graph."), "places"),
    "name": (Text("问题的名称。", "Name of the question."), "services-of-body"),
    "parameter": (Text("参数的名称。", "Name of the parameter."), "body"),
}
"""Parts of paths, with a value to try."""
THINGS: tuple[tuple[str, str, Text], ...] = (
    ("series", "/id/series/{series}", Text("一个清单系列", "A series of lists")),
    ("edition", EDITION, Text("一版清单", "An edition of the list")),
    ("service", SERVICE, Text("一项服务", "A service")),
    ("measure", SERVICE + "/measure/{position}", Text("一项措施", "A measure")),
    ("condition", SERVICE + "/condition/{position}", Text("一个条件", "A condition")),
    ("body", "/id/body/{place}/{body}", Text("一个部门", "A body")),
    ("place", "/id/place/{place}", Text("一个地域", "A place")),
    ("norm", "/id/norm/{norm}", Text("一份规范或文件", "A norm")),
    ("scheme", "/id/scheme/{scheme}", Text("一个概念方案", "A concept scheme")),
    ("concept", "/id/scheme/{scheme}/{concept}", Text("一个概念", "A concept")),
    ("continuingService", "/id/service/{service}", Text("一项延续的服务", "A continuing service")),
    ("namedGraph", "/id/graph/{graph}", Text("一个命名图", "A named graph")),
    ("ontology", "/ontology", Text("词汇表", "The vocabulary")),
    ("shapes", "/shapes", Text("校验规则", "The shapes")),
)
"""Kinds of IRIs that have statements, as addresses."""


def parts_of(make: Operations, path: str) -> list[Object]:
    """The parameters of a path."""
    found = []
    for name in re.findall(r"\{(\w+)\}", path):
        text, example = PARTS[name]
        number = name in {"number", "position"}
        schema: Object = {"type": "integer", "minimum": 1} if number else SEGMENT
        found.append(make.part(name, text, schema, int(example) if number else example))
    return found


def download_paths(make: Operations) -> Object:
    """Files of the dataset and what describes it."""
    record: Object = {
        "type": "object",
        "required": ["name", "url", "iri", "graph", "mediaType"],
        "properties": {
            "name": {"type": "string"},
            "url": {"type": "string", "format": "uri"},
            "iri": {"type": "string", "format": "iri"},
            "graph": {"type": ["string", "null"]},
            "mediaType": {"type": "string"},
            "bytes": {"type": "integer", "minimum": 0},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
    }
    listed = answer_content((HTML,)) | _json({"type": "array", "items": record})
    files = answer_content((*GRAPHS,)) | {"application/gzip": {"schema": {}}}
    described = make.answers(answer_content(GRAPHS), BAD, NONE, text=Text("说明。", "The description."))
    name = Text("文件名，见列表。", "Name of the file, from the list.")
    return {
        "/dumps/": make.get(
            "dumps",
            TAG_GRAPHS,
            Text("可下载的文件", "Files to download"),
            make.answers(listed, BAD, NONE, text=Text("文件列表。", "The files.")),
            make.format(LISTED_AS),
        ),
        "/dumps/{file}": make.get(
            "dump",
            TAG_GRAPHS,
            Text("下载一个文件", "Download a file"),
            make.answers(files, BAD, MISSING, NONE, RANGE, text=Text("文件。", "The file.")),
            make.part(
                "file", name, {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]*$"}, "dataset.nq"
            ),
        ),
        "/.well-known/void": make.get(
            "void",
            TAG_GRAPHS,
            Text("数据集的说明（VoID）", "The dataset described (VoID)"),
            described,
            make.format(OFFERED),
        ),
        "/catalog": make.get(
            "catalog",
            TAG_GRAPHS,
            Text("数据目录（DCAT 3）", "The catalogue (DCAT 3)"),
            described,
            make.format(OFFERED),
        ),
    }


def list_paths(make: Operations) -> Object:
    """The named queries as data."""
    listed = Text("全部问题：名称、参数、返回的列。", "All questions: names, parameters, columns.")
    one = Text("一个问题，连同参数的可选值。", "One question, with the choices of its parameters.")
    choices = Text("一个参数和它的可选值。", "One parameter with its choices.")
    about, field = "/queries/{name}/parameters", "/queries/{name}/parameters/{parameter}"
    return {
        "/queries": make.get(
            "listQueries",
            TAG_LISTS,
            Text("列出全部问题", "List the questions"),
            make.answers(_json(ref("QueryList")) | answer_content((HTML,)), BAD, NONE, text=listed),
            make.format(LISTED_AS),
        ),
        about: make.get(
            "describeQuery",
            TAG_LISTS,
            Text("一个问题的说明", "Describe one question"),
            make.answers(_json(ref("QueryWithChoices")), BAD, MISSING, NONE, text=one),
            *parts_of(make, about),
        ),
        field: make.get(
            "describeParameter",
            TAG_LISTS,
            Text("一个参数的可选值", "The choices of one parameter"),
            make.answers(_json(ref("ParameterWithChoices")), BAD, MISSING, NONE, text=choices),
            *parts_of(make, field),
        ),
    }


def thing_paths(make: Operations) -> Object:
    """IRIs of the graph by kind, and the documents of an edition."""
    about = Text(
        "按 Accept 或 ?format= 给出网页或 RDF；也可在地址后加 .ttl、.nt、.rdf、.jsonld、.html 等后缀。",
        "A page or RDF, by Accept or ?format=; or append .ttl, .nt, .rdf, .jsonld, .trig, .nq or .html.",
    )
    given = Text("关于它的全部陈述，或它的网页。", "All statements about it, or its page.")
    answers = make.answers(answer_content(GRAPHS), BAD, MISSING, NONE, text=given)
    printed = Text("原表。", "The table as printed.")
    table = answer_content((CSV, *GRAPHS))
    rows = _json({"type": "array", "items": ref("TableRow")})
    received: Object = {"text/plain": {"schema": {"type": "string"}}}
    found = {
        path: make.get(
            name, TAG_PAGES, summary, answers, *parts_of(make, path), make.format(OFFERED), about=about
        )
        for name, path, summary in THINGS
    }
    where = parts_of(make, EDITION)
    return found | {
        EDITION + "/table.csv": make.get(
            "editionTableCsv",
            TAG_PAGES,
            Text("原表（CSV）", "The table as CSV"),
            make.answers(table, BAD, MISSING, NONE, text=printed),
            *where,
            make.format((CSV, *OFFERED)),
        ),
        EDITION + "/table.json": make.get(
            "editionTableJson",
            TAG_PAGES,
            Text("原表（JSON）", "The table as JSON"),
            make.answers(rows, MISSING, text=printed),
            *where,
        ),
        EDITION + "/package.zip": make.get(
            "editionPackage",
            TAG_PAGES,
            Text("数据包（Frictionless、RO-Crate）", "The data package (Frictionless, RO-Crate)"),
            make.answers(
                {PACKAGE.media_type: {"schema": {}}},
                BAD,
                MISSING,
                NONE,
                text=Text("zip 文件。", "The zip file."),
            ),
            *where,
        ),
        EDITION + "/source.txt": make.get(
            "editionSource",
            TAG_PAGES,
            Text("收到的文件", "The document as received"),
            make.answers(received, MISSING, text=Text("逐字节相同。", "Byte for byte.")),
            *where,
        ),
    }


def server_paths(make: Operations) -> Object:
    """The server itself, and this description."""
    page = answer_content((HTML,))
    codes: Object = {"enum": sorted(kind.code for kind in STATUSES)}
    code = make.part("code", Text("错误的代码。", "Code of a problem."), codes, "bad-value")
    links: Object = {"application/linkset+json": {"schema": {"type": "object"}}}
    metrics: Object = {"text/plain": {"schema": {"type": "string"}}}
    anything = _json({"type": "object"})
    xml: Object = {"application/xml": {"schema": {}}}
    items: list[tuple[str, str, Text, Object, list[Object]]] = [
        ("/", "home", Text("首页；数据集的说明", "The home page; the dataset described"),
         make.answers(answer_content(GRAPHS), BAD, NONE, text=Text("首页。", "The home page.")),
         [make.format(OFFERED)]),
        ("/data", "data", Text("数据和接口的使用说明", "How to take and use the data"),
         make.answers(page, BAD, NONE, text=Text("网页。", "The page.")), [make.format((HTML,))]),
        ("/bodies", "bodies", Text("责任部门一览", "All responsible bodies"),
         make.answers(page, BAD, NONE, text=Text("网页。", "The page.")), [make.format((HTML,))]),
        ("/norms", "norms", Text("规范一览", "All norms"),
         make.answers(page, BAD, NONE, text=Text("网页。", "The page.")), [make.format((HTML,))]),
        ("/context.jsonld", "context", Text("JSON-LD 的上下文", "The context of JSON-LD"),
         make.answers({JSONLD.media_type: {"schema": {"type": "object"}}}, BAD, NONE,
                      text=Text("全部术语。", "All terms.")), []),
        ("/sitemap.xml", "sitemap", Text("供搜索引擎收录的页面", "The pages, for search engines"),
         make.answers(xml, BAD, NONE, text=Text("网站地图。", "The sitemap.")), []),
        ("/robots.txt", "robots", Text("请机器人不要访问的地址", "What robots are asked to leave alone"),
         make.answers(metrics, BAD, NONE, text=Text("规则。", "The rules.")), []),
        ("/health", "health", Text("服务器是否正常", "Is the server well"),
         make.answers(_json(ref("Health")), text=Text("正常。", "It is."), cached=False), []),
        ("/metrics", "metrics", Text("运行指标（Prometheus）", "Metrics (Prometheus)"),
         make.answers(metrics, text=Text("指标。", "Metrics."), cached=False), []),
        ("/openapi.json", "openapi", Text("本说明", "This document"),
         make.answers(anything, BAD, NONE, text=Text("OpenAPI 3.1。", "OpenAPI 3.1.")),
         [make.format((PLAIN_JSON,)), make.lang()]),
        ("/api", "api", Text("本说明的网页", "This document as a page"),
         make.answers(page, BAD, NONE, text=Text("网页。", "The page.")), [make.format((HTML,))]),
        ("/.well-known/api-catalog", "apiCatalog", Text("API 目录", "API catalogue"),
         make.answers(links, text=Text("链接。", "Links.")), []),
        ("/problem/{code}", "problemKind", Text("一类错误的说明", "What one kind of problem is"),
         make.answers(page, MISSING, text=Text("网页。", "The page."), cached=False), [code]),
    ]  # fmt: skip
    return {
        path: make.get(name, TAG_SERVER, summary, answers, *fields)
        for path, name, summary, answers, fields in items
    }


def _json(schema: Object) -> Object:
    return {PLAIN_JSON.media_type: {"schema": schema}}
