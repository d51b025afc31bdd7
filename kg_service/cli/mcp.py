"""``kg mcp``: the graph as tools of an assistant, over the Model Context Protocol.

Not here: the tools (``assistant``).
"""

from __future__ import annotations

import importlib.util
import socket

import click

from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, option
from kg_service.errors import KgServiceError, PortInUseError
from kg_service.model import Lang, Text
from kg_service.settings import SETTINGS

LOOPBACK = "127.0.0.1"


class MissingExtraError(KgServiceError):
    """Packages that a command needs are not installed, since they are optional."""

    code = "missing-extra"

    def __init__(self, command: str, extra: str) -> None:
        self.command, self.extra = command, extra
        install = f'pip install "care-checklist-kg[{extra}]"'
        super().__init__(
            Text(
                f"{command} 需要另装的包，现在没有。请运行：{install}",
                f"{command} needs packages that are not installed. Run: {install}",
            )
        )


def mcp_command(lang: Lang) -> Command:
    """The command in one language."""
    store = next(setting for setting in SETTINGS if setting.name == "store")
    return Command(
        "mcp",
        lang,
        Text(
            "让 AI 助手查询图谱：在标准输入输出上提供 MCP 服务（查找、查看、现成的查询、SPARQL、校验、比较）",
            "Let an AI assistant ask the graph: an MCP server on the standard streams, with tools to search, "
            "describe, run named queries and SPARQL, validate and compare",
        ),
        [
            option(
                lang,
                "--store",
                metavar=Text("位置", "TARGET"),
                help=Text(f"{store.text.zh}；默认用 {store.env}", f"{store.text.en}; by default {store.env}"),
            ),
            option(
                lang,
                "--http",
                metavar=Text("端口", "PORT"),
                type=click.IntRange(0, 65_535),
                help=Text(
                    "改用可流式 HTTP，监听本机的这个端口，地址为 /mcp；0 表示任选空闲端口",
                    "Serve streamable HTTP at /mcp on this port of this machine; 0 takes a free one",
                ),
            ),
        ],
        mcp,
        ["kg mcp", "kg mcp --store /srv/care", "kg mcp --http 8765"],
    )


@click.pass_context
def mcp(ctx: click.Context, store: str | None, http: int | None) -> None:
    """Run the command."""
    if importlib.util.find_spec("mcp") is None:
        raise MissingExtraError("kg mcp", "mcp")
    # Imported here so that help is there at once, and without the extra.
    from kg_service.assistant.holding import held_store
    from kg_service.assistant.server import make_server, run_http, run_stdio
    from kg_service.queries import Catalogue

    settings = settings_of(ctx, store=store)
    # An assistant asks nobody else.
    catalogue = Catalogue(query for query in Catalogue.load(settings.home) if not query.asks_others)
    listener = _listener(http) if http is not None else None
    with held_store(settings) as held:
        server = make_server(held, settings, catalogue)
        if listener is None:
            run_stdio(server)
        else:
            said = Text("MCP 服务：{0} （按 Ctrl-C 停止）", "MCP is served at {0} (Ctrl-C stops it)")
            run_http(server, listener, lambda url: click.echo(said.of(lang_of(ctx)).format(url), err=True))


def _listener(port: int) -> socket.socket:
    """A listening socket on the loopback address: who can reach it can have drafts checked."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise PortInUseError(LOOPBACK, port) from error
    listener.listen(64)
    return listener
