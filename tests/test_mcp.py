"""``kg mcp`` as an assistant meets it: by the package's own client, over stdio and HTTP."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg_service.assistant.wording import TOOLS
from kg_service.cli import main
from kg_service.editions.export import rows, to_csv
from kg_service.publish import build_store
from kg_service.queries import Catalogue
from kg_service.settings import Settings

mcp = pytest.importorskip("mcp", reason="the optional extra mcp is not installed")
anyio = pytest.importorskip("anyio")
jsonschema = pytest.importorskip("jsonschema")

EDITION = "https://w3id.org/care-checklist/id/edition/heilongjiang/2024"
SERVICE = f"{EDITION}/service/3"
COMMAND = [sys.executable, "-m", "kg_service.cli", "mcp"]
HEAD = "序号,目标,服务对象,服务项目,服务内容,责任部门\n"
HOSTILE = "<script>alert(1)</script>"


def environment(**more: str) -> dict[str, str]:
    """That of this run without its settings; ``PYTHONPATH`` says where the packages are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "LC_", "LANG"))}
    return kept | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | more


def finished(run: Callable[[], Awaitable[Any]]) -> Any:
    """What *run* returns; in a thread of its own, since a browser may have an event loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, run).result()


def with_client(talk: Callable[[Any], Awaitable[Any]], *arguments: str, **more: str) -> Any:
    """What *talk* returns of a client that is connected to a server in a process of its own."""
    from mcp.client.stdio import StdioServerParameters

    server = StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], *arguments], env=environment(**more), cwd="/"
    )

    async def run() -> Any:
        async with mcp.Client(server, read_timeout_seconds=120) as client:
            return await talk(client)

    return finished(run)


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "word": ("search", {"query": "教育"}),
    "short-name": ("search", {"query": "低保"}),
    "two-words": ("search", {"query": "教育 免除", "kind": "service"}),
    "traditional": ("search", {"query": "義務教育", "limit": 1}),
    "nothing": ("search", {"query": "没有这个词"}),
    "words-apart": ("search", {"query": "心理 热线"}),
    "number": ("describe", {"thing": "3"}),
    "by-edition": ("describe", {"thing": "heilongjiang/2024/3", "lang": "en"}),
    "term": ("describe", {"thing": "care:commitment"}),
    "body": ("describe", {"thing": "id/body/heilongjiang/education"}),
    "no-thing": ("describe", {"thing": "id/body/heilongjiang/educatio"}),
    "no-number": ("describe", {"thing": "99", "lang": "en"}),
    "script": ("describe", {"thing": HOSTILE}),
    "queries": ("list_queries", {}),
    "one-query": ("list_queries", {"name": "services-of-body"}),
    "named": ("run_query", {"name": "services-of-body", "parameters": {"body": "省教育厅"}}),
    "typed": ("run_query", {"name": "services-for-child", "parameters": {"age": 4}, "limit": 3}),
    "bad-age": ("run_query", {"name": "services-for-child", "parameters": {"age": "four"}, "lang": "en"}),
    "no-choice": ("run_query", {"name": "services-for-child", "parameters": {"situation": "低收入家庭"}}),
    "no-query": ("run_query", {"name": "services-of-bodies"}),
    "count": (
        "sparql",
        {"query": "SELECT (COUNT(?s) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }"},
    ),
    "ask": ("sparql", {"query": "ASK { ?s ?p ?o }"}),
    "graph": ("sparql", {"query": f"DESCRIBE <{SERVICE}>"}),
    "many": ("sparql", {"query": "SELECT * { ?s ?p ?o }", "limit": 500}),
    "long": ("sparql", {"query": 'SELECT (CONCAT("x", STR(?o)) AS ?t) { ?s ?p ?o }', "limit": 500}),
    "syntax": ("sparql", {"query": "SELECT * { ?s ?p"}),
    "update": ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }", "lang": "en"}),
    "service": ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}),
    "endless": ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}),
    "same": ("compare", {"old": "heilongjiang/2024", "new": "heilongjiang/2024"}),
    "no-edition": ("compare", {"old": "heilongjiang/2023", "new": "heilongjiang/2024"}),
    "no-new": ("compare", {"old": "heilongjiang/2024"}),
    "no-list": ("validate", {"name": "a.txt", "text": "今天天气很好。"}),
    "no-base64": ("validate", {"name": "a.docx", "base64": "%%%", "lang": "en"}),
    "no-draft": ("validate", {"name": "a.docx"}),
    "markup": (
        "validate",
        {"name": "a.csv", "text": HEAD + f'1,幼有所育,0-6岁流动儿童,{HOSTILE},"=cmd|x",省卫健局\n'},
    ),
    "no-tool": ("delete", {}),
    "no-argument": ("search", {}),
    "other-argument": ("search", {"query": "教育", "page": 2}),
    "bad-limit": ("search", {"query": "教育", "limit": 0, "lang": "en"}),
    "bad-kind": ("search", {"query": "教育", "kind": "家庭"}),
}


@pytest.fixture(scope="module")
def draft(settings: Settings) -> str:
    """The list as CSV, service 23 missing and a body misspelt."""
    table = to_csv(rows(build_store(settings), "heilongjiang", "2024", home=settings.home))
    lines = table.replace("省卫健委", "省卫健局", 1).splitlines(keepends=True)
    return HEAD + "".join(lines[1:-1])


@pytest.fixture(scope="module")
def session(draft: str) -> dict[str, Any]:
    """One connection: what is offered, and the answers to all calls by name."""
    encoded = base64.b64encode(draft.encode()).decode()
    calls = CALLS | {
        "draft": ("validate", {"name": "2025.csv", "base64": encoded}),
        "draft-alone": ("validate", {"name": "2025.csv", "text": draft, "against": "none", "lang": "en"}),
        "changes": ("compare", {"old": "heilongjiang/2024", "name": "2025.csv", "text": draft}),
    }

    async def talk(client: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"instructions": client.instructions}
        found["tools"] = {tool.name: tool for tool in (await client.list_tools()).tools}
        found["resources"] = (await client.list_resources()).resources
        found["read"] = {r.uri: await client.read_resource(r.uri) for r in found["resources"]}
        found["answers"] = {name: await client.call_tool(*call) for name, call in calls.items()}
        with pytest.raises(mcp.MCPError) as error:
            await client.read_resource("https://example.org/none")
        found["unread"] = str(error.value)
        return found

    found: dict[str, Any] = with_client(talk, KG_QUERY_SECONDS="2")
    return found


@pytest.fixture
def told(session: dict[str, Any]) -> Callable[[str], dict[str, Any]]:
    """The result of a call that was answered."""

    def result(name: str) -> dict[str, Any]:
        answer = session["answers"][name]
        assert not answer.is_error, answer.content[0].text
        assert json.loads(answer.content[0].text) == answer.structured_content
        found: dict[str, Any] = answer.structured_content
        return found

    return result


def test_the_tools_are_described_in_both_languages(session: dict[str, Any]) -> None:
    assert tuple(session["tools"]) == tuple(tool.name for tool in TOOLS)
    for tool in session["tools"].values():
        zh, en = tool.description.split("\n\n")
        assert any("\u4e00" <= character <= "\u9fff" for character in zh)
        assert en[0].isascii()
        assert tool.annotations.read_only_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert all(" / " in about["description"] for about in tool.input_schema["properties"].values())
    assert "sources" in session["instructions"]


@pytest.mark.parametrize("name", CALLS)
def test_schemas_say_what_is_taken_and_given(session: dict[str, Any], name: str) -> None:
    tool_name, arguments = CALLS[name]
    answer = session["answers"][name]
    if tool_name not in session["tools"]:
        assert answer.is_error
        return
    tool = session["tools"][tool_name]
    if not answer.is_error:
        jsonschema.validate(arguments, tool.input_schema)
        jsonschema.validate(answer.structured_content, tool.output_schema)
    assert len(answer.content[0].text) < 70_000


def test_words_are_found_with_their_cells(told: Callable[[str], dict[str, Any]]) -> None:
    found = told("two-words")
    assert SERVICE in [hit["iri"] for hit in found["hits"]]
    source = next(s for s in found["sources"] if s["thing"] == SERVICE and s["column"] == "服务内容")
    assert (source["edition"], source["row"]) == ("heilongjiang/2024", 3)
    assert source["cell"] == f"{EDITION}/table.csv#cell=4,5"
    assert source["words"].startswith("保障流动儿童接受义务教育")
    assert "最低生活保障" in told("short-name")["also_searched"]
    assert any("最低生活保障" in hit["matched"]["text"] for hit in told("short-name")["hits"])
    assert told("traditional")["truncated"]
    assert "advice" not in told("word")


def test_nothing_found_says_how_to_go_on(told: Callable[[str], dict[str, Any]]) -> None:
    nothing = told("nothing")
    assert "更短的词" in nothing.pop("advice")
    assert nothing | {"query": ""} == {
        "query": "", "also_searched": [], "total": 0, "truncated": False, "hits": [], "sources": [],
        "words_alone": {"没有这个词": 0},
    }  # fmt: skip
    alone = told("words-apart")["words_alone"]
    assert alone["心理"] > 0
    assert alone["热线"] == 0


def test_every_hit_holds_the_word(told: Callable[[str], dict[str, Any]]) -> None:
    assert told("word")["hits"]
    assert all("教育" in hit["matched"]["text"] for hit in told("word")["hits"])


def test_a_service_is_described_with_measures_and_quotations(told: Callable[[str], dict[str, Any]]) -> None:
    found = told("number")
    assert (found["iri"], found["number"], found["edition"]) == (SERVICE, 3, "heilongjiang/2024")
    assert [body["label"] for body in found["bodies"]] == ["省教育厅"]
    assert len(found["measures"]) == 6
    quoted = {s["thing"]: s["words"] for s in found["sources"] if s["quotes"] == "part"}
    assert all(quoted[m["iri"]] in found["content"] for m in found["measures"])
    assert {s["column"] for s in found["sources"] if s["thing"] == SERVICE} == {
        "序号", "目标", "服务对象", "服务项目", "服务内容", "责任部门",
    }  # fmt: skip
    assert told("by-edition")["goal"]["label"] != found["goal"]["label"]
    assert told("term")["label"] == {"zh": "约束强度", "en": "commitment"}
    assert told("body")["pointing_here"]


def test_named_queries_are_listed_and_run(told: Callable[[str], dict[str, Any]], home: Path) -> None:
    names = {query["name"] for query in told("queries")["queries"]}
    assert names == {query.name for query in Catalogue.load(home) if not query.asks_others}
    (query,) = told("one-query")["queries"]
    assert "省教育厅" in [choice["label"] for choice in query["parameters"][0]["choices"]]
    found = told("named")
    assert len(found["rows"]) == 10
    assert {row["bodyLabel"] for row in found["rows"]} == {"省教育厅"}
    assert found["sources"]
    assert len(told("typed")["rows"]) == 3


def test_sparql_is_answered_within_bounds(told: Callable[[str], dict[str, Any]]) -> None:
    assert told("count")["rows"] == [{"n": 23}]
    assert told("ask")["boolean"] is True
    assert "义务教育服务" in told("graph")["turtle"]
    assert told("many")["truncated"]
    assert told("long")["truncated"]


def test_a_draft_is_checked_and_compared(told: Callable[[str], dict[str, Any]]) -> None:
    found = told("draft")
    assert not found["conforms"]
    wrong = next(f for f in found["findings"] if f.get("found") == "省卫健局")
    assert (wrong["column"], wrong["row"], wrong["nearest"]) == ("责任部门", 2, "省卫健委")
    assert found["sources"][0]["edition"] == "heilongjiang/2024"
    assert told("draft-alone")["sources"] == []
    assert told("changes")["summary"]["kinds"]["withdrawn"] == 1
    assert [c["old"] for c in told("changes")["changes"] if c["kind"] == "withdrawn"] == [23]
    assert told("same")["changes"] == []


def test_markup_of_a_draft_is_data(told: Callable[[str], dict[str, Any]]) -> None:
    assert told("markup")["findings"]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        pytest.param("no-thing", "unknown-thing", "没有名为", id="no-thing"),
        pytest.param("no-number", "unknown-thing", "There is no thing", id="no-number"),
        pytest.param("script", "bad-value", "不合要求", id="script"),
        pytest.param("no-choice", "unknown-value", "家庭经济困难", id="no-choice"),
        pytest.param("bad-age", "bad-value", "a whole number from 0 to 20", id="bad-age"),
        pytest.param("no-query", "unknown-query", "services-of-body", id="no-query"),
        pytest.param("syntax", "syntax", "第 1 行", id="syntax"),
        pytest.param("update", "read-only", "read-only", id="update"),
        pytest.param("service", "refused-query", "SERVICE", id="service"),
        pytest.param("endless", "query-timeout", "2 秒", id="endless"),
        pytest.param("no-edition", "unknown-edition", "heilongjiang/2024", id="no-edition"),
        pytest.param("no-new", "bad-value", "new 和 name 二者取一", id="no-new"),
        pytest.param("no-base64", "bad-value", "Base64", id="no-base64"),
        pytest.param("no-draft", "bad-value", "二者取一", id="no-draft"),
        pytest.param("no-list", "no-table", "a.txt", id="no-list"),
        pytest.param("no-tool", "unknown-name", "search、describe", id="no-tool"),
        pytest.param("no-argument", "missing-parameter", "query", id="no-argument"),
        pytest.param("other-argument", "unknown-parameter", "page", id="other-argument"),
        pytest.param("bad-limit", "bad-value", "a whole number from 1 to 100", id="bad-limit"),
        pytest.param("bad-kind", "bad-value", "service、measure", id="bad-kind"),
    ],
)
def test_errors_are_told_to_the_assistant(session: dict[str, Any], name: str, code: str, words: str) -> None:
    answer = session["answers"][name]
    assert answer.is_error
    assert answer.content[0].text.endswith(f"[{code}]")
    assert words in answer.content[0].text


def test_tables_and_vocabulary_are_resources(session: dict[str, Any]) -> None:
    types = {resource.uri: resource.mime_type for resource in session["resources"]}
    assert types[f"{EDITION}/table.csv"] == "text/csv"
    assert types["https://w3id.org/care-checklist/ontology"] == "text/turtle"
    table = json.loads(session["read"][f"{EDITION}/table.json"].contents[0].text)
    assert [row["number"] for row in table] == list(range(1, 24))
    assert (
        "care:ServiceMeasure" in session["read"]["https://w3id.org/care-checklist/ontology"].contents[0].text
    )
    assert "https://example.org/none" in session["unread"]


def test_the_server_speaks_the_language_of_the_run() -> None:
    async def talk(client: Any) -> tuple[str, str]:
        tool = (await client.list_tools()).tools[0]
        answer = await client.call_tool("run_query", {"name": "none"})
        return tool.title, answer.content[0].text

    title, words = with_client(talk, "--lang", "en")
    assert title == "Search"
    assert words.startswith("There is no named query")


@pytest.fixture
def http() -> Iterator[str]:
    """Address of a server over HTTP."""
    server = subprocess.Popen(
        [*COMMAND, "--http", "0", "--lang", "en"],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    assert server.stderr is not None
    try:
        yield next(line for line in server.stderr if "/mcp" in line).split()[4]
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_streamable_http(http: str) -> None:
    async def run() -> Any:
        async with mcp.Client(http, read_timeout_seconds=60) as client:
            return await client.call_tool("sparql", {"query": "ASK { ?s ?p ?o }"})

    assert finished(run).structured_content["boolean"] is True


def test_nothing_is_left_running() -> None:
    """When the client closes the stream, the program ends by itself, its query processes with it."""
    done = subprocess.run(
        COMMAND, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize(("lang", "words"), [("zh", "现在没有。请运行"), ("en", "are not installed. Run")])
def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["mcp", "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert 'pip install "care-checklist-kg[mcp]"' in said
