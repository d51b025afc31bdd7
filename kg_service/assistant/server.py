"""The protocol: tools and resources as the ``mcp`` package serves them, over stdio or streamable HTTP.

Nothing but the protocol is written to the standard output; what the package logs goes to standard error.

Not here: what the tools do (``tools``), what can be read (``resources``).

Source: https://modelcontextprotocol.io/specification/
"""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from kg_service import __version__
from kg_service.assistant.resources import Document, documents
from kg_service.assistant.results import dumped
from kg_service.assistant.tools import Tools
from kg_service.assistant.wording import CHOICES, INSTRUCTIONS, MOST_CHOICES, TITLE, TOOLS
from kg_service.errors import KgServiceError, UnknownValueError
from kg_service.model import Lang, Text
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store

NAME = "care-checklist"
AT_ONCE = 4
"""Calls that are worked on side by side; the others wait."""
MOST_BODY = 32 << 20
"""Bytes of one request by HTTP: a draft in Base64."""

_CRASHED = Text("内部错误，没有得到结果。", "An internal error: there is no result.")


def make_server(store: Store, settings: Settings, catalogue: Catalogue) -> Server[Any]:
    """The server over a dataset."""
    tools = Tools(store, settings, catalogue)
    resources = {document.iri: document for document in documents(store, settings, tools.tables)}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def list_tools(_: object, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(settings.lang, number) for number in range(len(TOOLS))])

    async def call_tool(_: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        given = params.arguments or {}
        return await anyio.to_thread.run_sync(_called, tools, params.name, given, limiter=limiter)

    async def list_resources(_: object, __: object) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=[_resource(each) for each in resources.values()])

    async def read_resource(_: object, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        found = resources.get(str(params.uri))
        if found is None:
            said = Text("没有这个资源：", "There is no such resource: ").of(settings.lang)
            raise MCPError(code=types.INVALID_PARAMS, message=said + str(params.uri)[:500])
        text = await anyio.to_thread.run_sync(_read, found, settings.lang, limiter=limiter)
        content = types.TextResourceContents(uri=found.iri, mime_type=found.media_type, text=text)
        return types.ReadResourceResult(contents=[content])

    return Server(
        NAME,
        version=__version__,
        title=TITLE.of(settings.lang),
        instructions=f"{INSTRUCTIONS.zh}\n\n{INSTRUCTIONS.en}",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def run_stdio(server: Server[Any]) -> None:
    """Serve one client on the standard streams until it closes them."""

    async def serve() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    _log_to_stderr()
    anyio.run(serve)


def run_http(server: Server[Any], listener: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve streamable HTTP at ``/mcp`` of *listener*, a loopback address, until a signal.

    Args:
        server: What is served.
        listener: Bound already.
        announce: Is told the address.
    """
    import uvicorn

    host, port = listener.getsockname()[:2]
    app = server.streamable_http_app(host=host, json_response=True, max_request_body_size=MOST_BODY)
    _log_to_stderr()
    announce(f"http://{host}:{port}/mcp")
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
    anyio.run(lambda: uvicorn.Server(config).serve(sockets=[listener]))


def _tool(lang: Lang, number: int) -> types.Tool:
    tool = TOOLS[number]
    return types.Tool(
        name=tool.name,
        title=tool.title.of(lang),
        description=tool.description,
        input_schema=tool.input_schema(),
        output_schema=tool.output_schema(),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _resource(document: Document) -> types.Resource:
    text = document.text
    return types.Resource(
        uri=document.iri,
        name=document.name,
        title=text.zh,
        description=f"{text.zh} / {text.en}",
        mime_type=document.media_type,
    )


def _called(tools: Tools, name: str, given: dict[str, Any]) -> types.CallToolResult:
    try:
        result = tools.call(name, given)
    except KgServiceError as error:
        return _failed(_told(error, tools.language(given)), error.code)
    except Exception:
        logging.getLogger(__name__).exception("tool %r failed", name[:100])
        return _failed(_CRASHED.of(tools.language(given)), "internal")
    text = types.TextContent(type="text", text=dumped(result))
    return types.CallToolResult(content=[text], structured_content=result)


def _told(error: KgServiceError, lang: Lang) -> str:
    """What is wrong, and what could be given instead: this client sees no form that has the choices."""
    words = error.text.of(lang)
    if not isinstance(error, UnknownValueError) or not 0 < len(error.allowed) <= MOST_CHOICES:
        return words
    joined = ("、" if lang == "zh" else ", ").join(error.allowed)
    return f"{words}{'' if lang == 'zh' else ' '}{CHOICES.of(lang).format(joined)}"


def _failed(words: str, code: str) -> types.CallToolResult:
    text = types.TextContent(type="text", text=f"{words} [{code}]")
    return types.CallToolResult(content=[text], is_error=True)


def _read(document: Document, lang: Lang) -> str:
    try:
        return document.read()
    except KgServiceError as error:
        raise MCPError(code=types.INTERNAL_ERROR, message=error.text.of(lang)) from error


def _log_to_stderr() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
