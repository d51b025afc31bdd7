"""How the data are used from other programs, and how they are cited. Each example runs as it stands.

Not here: the page (``data``).
"""

from dataclasses import dataclass
from urllib.parse import quote

from kg_service import __version__
from kg_service.model import Text
from kg_service.vocabulary import BASE
from kg_service.web.snippets import Sample, snippets

QUERY = """PREFIX care: <https://w3id.org/care-checklist/ontology#>
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?number ?title {
  ?service a cpsv:PublicService ; care:rowNumber ?number ; dct:title ?title .
  FILTER(LANG(?title) = "zh")
} ORDER BY ?number"""
"""What all examples ask: the services of the current editions."""

NAME = Text("流动儿童关爱服务清单知识图谱", "Care Checklist Knowledge Graph")
IRI = BASE
CITATION = Text(
    f"{NAME.zh}贡献者. {NAME.zh}[DS]. 版本 {__version__}. {IRI}. CC BY 4.0.",
    f"{NAME.en} contributors. {NAME.en} (version {__version__}) [Data set]. {IRI}. CC BY 4.0.",
)
BIBTEX = f"""@misc{{care-checklist,
  author = {{{{{NAME.en} contributors}}}},
  title = {{{NAME.zh} ({NAME.en})}},
  version = {{{__version__}}},
  url = {{{IRI}}},
  note = {{CC BY 4.0}}
}}"""


def cite_edition(title: Text, iri: str) -> Text:
    """How one edition is cited, by its title and its IRI, which stay as they are."""
    return Text(
        f"{NAME.zh}贡献者. {title.zh}[DS]. {NAME.zh}. {iri}. CC BY 4.0.",
        f"{NAME.en} contributors. {title.en} [Data set]. {NAME.en}. {iri}. CC BY 4.0.",
    )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that programs ask."""

    path: str
    text: Text
    protocol: str
    query: str = ""
    """Flag without which it answers nothing."""


ENDPOINTS = (
    Endpoint("/sparql", Text("SPARQL 查询", "SPARQL queries"), "SPARQL 1.1 Protocol"),
    Endpoint("/queries", Text("现成的问题", "Ready-made questions"), "JSON, CSV, XLSX …"),
    Endpoint(
        "/graph-store",
        Text("按图读取", "Reading graph by graph"),
        "SPARQL 1.1 Graph Store Protocol",
        "default",
    ),
    Endpoint(
        "/reconcile", Text("对照名称（OpenRefine）", "Reconciling names (OpenRefine)"), "Reconciliation 0.2"
    ),
    Endpoint("/dumps/", Text("全部文件", "All files"), "HTTP Range, ETag"),
    Endpoint("/openapi.json", Text("接口说明", "Description of the API"), "OpenAPI 3.1"),
    Endpoint("/.well-known/void", Text("数据集说明与统计", "Description and figures"), "VoID"),
    Endpoint("/catalog", Text("数据目录", "Catalogue"), "DCAT 3"),
)


def one_line(root: str) -> str:
    """The shortest way to the list for a server at *root*, without a trailing slash."""
    return f"curl -s -H 'Accept: text/csv' -o services.csv '{root}/queries/services-at-a-glance'"


def samples(root: str) -> tuple[Sample, ...]:
    """The examples for a server at *root*, without a trailing slash."""
    fields = (("query", QUERY),)
    table = f"{root}/sparql?format=csv&query={quote(QUERY, safe='')}"
    return (
        *snippets(f"{root}/sparql", fields, "solutions"),
        Sample(
            "openrefine",
            "OpenRefine",
            Text(
                "“新建项目 → 网址（URL）”，贴入下面的地址，编码选 UTF-8；之后可按 IRI 与自己的表格合并。",
                "Create Project → Web Addresses (URLs), paste this address and choose UTF-8; then join it to "
                "your own table.",
            ),
            table,
        ),
        Sample(
            "reconcile",
            "OpenRefine (Reconcile)",
            Text(
                "自己的表格里有服务、部门、服务对象或地方的名称：选“Reconcile → Start reconciling… → "
                "Add standard service…”，填入下面的地址，即可逐行对上图谱中的事物。",
                "Your own table holds names of services, bodies, groups or places: Reconcile → Start "
                "reconciling… → Add standard service…, and enter this address to match them row by row.",
            ),
            f"{root}/reconcile",
        ),
    )
