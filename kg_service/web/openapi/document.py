"""The document as a whole."""

import re
from collections.abc import Iterable

from kg_service import __version__
from kg_service.editions import known_editions
from kg_service.model import Lang, Text
from kg_service.queries import TOPICS, Catalogue, Choice, choices
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.openapi import checking, endpoint, finding, reconciling, resources
from kg_service.web.openapi.operations import Operations
from kg_service.web.openapi.questions import question_paths
from kg_service.web.openapi.responses import problem_responses, shared_headers
from kg_service.web.openapi.schemas import choice_schema, choice_schema_name, shared_schemas
from kg_service.web.openapi.words import Object, Say
from kg_service.web.wording import WORDS

SUMMARY = Text("流动儿童关爱服务清单的查询接口", "Questions, SPARQL and data of the list of care services")
HERE = Text("本服务器", "This server")
ABOUT = Text(
    "黑龙江省流动儿童关爱服务清单的知识图谱：现成的问题、SPARQL 1.1、整图下载，以及每个 IRI 的网页和 RDF。"
    "全部公开、只读，无须登记；返回的格式由 Accept 或 ?format= 决定；出错时返回 RFC 9457 的说明，代码不变。",
    "The care services that Heilongjiang lists for migrant children as a knowledge graph: ready-made "
    "questions, SPARQL 1.1, whole graphs, and a page and RDF for each IRI. Everything is public and "
    "read-only and takes no key. Accept or ?format= decides the format; errors are problem documents of "
    "RFC 9457 whose codes never change.",
)


def openapi_document(
    store: Store, settings: Settings, catalogue: Catalogue, rules: Iterable[str], lang: Lang | None = None
) -> Object:
    """The API as OpenAPI 3.1.

    Args:
        store: Knows the choices of parameters and the named graphs.
        settings: Know the limits.
        catalogue: The named queries.
        rules: The routes that are there, as Flask writes them.
        lang: Language of all descriptions; both where None.

    Raises:
        KgServiceError: The store can't be asked.
    """
    say = Say(lang)
    offered = all_choices(store, catalogue)
    make, graphs = Operations(say), store.graphs()
    others = {
        **endpoint.endpoint_paths(make, graphs, settings.max_query_bytes),
        **endpoint.store_paths(make, graphs),
        **finding.finding_paths(make),
        **checking.checking_paths(make, known_editions(store), settings.upload_mb),
        **reconciling.reconciling_paths(make),
        **resources.list_paths(make),
        **resources.download_paths(make),
        **resources.thing_paths(make),
        **resources.server_paths(make),
    }
    there = {re.sub(r"<[^>]*>", "{}", rule) for rule in rules}
    if settings.metrics == "public":
        there.add("/metrics")  # it is answered before the application
    return {
        "openapi": "3.1.1",
        "info": {
            "title": say.line(WORDS["site"]),
            "version": __version__,
            "summary": say.line(SUMMARY),
            "description": say.block(ABOUT),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "servers": [{"url": "/", "description": say.line(HERE)}],
        "tags": [{"name": say.line(tag)} for tag in _tags()],
        "paths": question_paths(catalogue, offered, say)
        | {path: item for path, item in others.items() if _answers(path, there)},
        "components": {
            "schemas": shared_schemas(say)
            | {choice_schema_name(group): choice_schema(found, say) for group, found in offered.items()},
            "responses": problem_responses(say),
            "headers": shared_headers(say),
        },
    }


def _tags() -> list[Text]:
    rest = (
        finding.TAG_FINDING,
        resources.TAG_LISTS,
        endpoint.TAG_SPARQL,
        endpoint.TAG_GRAPHS,
        checking.TAG_CHECKING,
        reconciling.TAG_RECONCILING,
    )
    return [*TOPICS.values(), *rest, resources.TAG_PAGES, resources.TAG_SERVER]


def _answers(path: str, there: set[str]) -> bool:
    """Is there a route for *path*? The IRIs of the graph share one."""
    plain = re.sub(r"\{[^}]*\}", "{}", path)
    return plain in there or (path in {path for _, path, _ in resources.THINGS} and "/{}" in there)


def all_choices(store: Store, catalogue: Catalogue) -> dict[str, list[Choice]]:
    """Choices by the class or concept scheme that headers name, each asked once."""
    groups = {p.choices: p for query in catalogue for p in query.parameters if p.choices}
    return {str(group): choices(store, parameter) for group, parameter in sorted(groups.items())}
