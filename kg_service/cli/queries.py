"""``kg queries``: what can be asked by name, and with which values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.output import console, indented
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, argument
from kg_service.model import Lang, Text

if TYPE_CHECKING:
    from kg_service.queries import Catalogue, NamedQuery, Parameter
    from kg_service.store import Store

_TYPES = {
    "iri": Text("名称或 IRI", "name or IRI"),
    "integer": Text("整数", "whole number"),
    "string": Text("文字", "text"),
    "boolean": Text("true 或 false", "true or false"),
    "endpoint": Text(
        "另一 SPARQL 端点的 URL，须列入 KG_SERVICE_ALLOW",
        "URL of another SPARQL endpoint, which KG_SERVICE_ALLOW has to list",
    ),
}


def queries_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "queries",
        lang,
        Text(
            "列出目录中的查询；给出查询名则显示其参数和可选值",
            "List the named queries; with a name, show its parameters and their choices",
        ),
        [
            argument(
                lang,
                "name",
                metavar=Text("[查询名]", "[NAME]"),
                required=False,
                help=Text("要显示的查询", "The query to show"),
            )
        ],
        queries,
        ["kg queries", "kg queries services-of-body"],
    )


@click.pass_context
def queries(ctx: click.Context, name: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.publish import build_store
    from kg_service.queries import Catalogue

    settings, lang = settings_of(ctx), lang_of(ctx)
    catalogue = Catalogue.load(settings.home)
    if name is None:
        show_catalogue(catalogue, console(), lang)
    else:
        query = catalogue.get(name)
        show_query(query, build_store(settings), settings.service_urls, console(), lang)


def show_catalogue(catalogue: Catalogue, console: Console, lang: Lang) -> None:
    """Print name, question and parameters of each query."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(Text("查询名", "Name").of(lang), no_wrap=True)
    table.add_column(Text("回答的问题", "Question").of(lang), overflow="fold")
    table.add_column(Text("参数（[ ] 为可选）", "Parameters ([ ]: optional)").of(lang), overflow="fold")
    for topic, offered in catalogue.sections():
        table.add_row(Styled(topic.of(lang), "bold"))
        for query in offered:
            words = (p.name if p.required else f"[{p.name}]" for p in query.parameters)
            table.add_row(Styled(query.name), Styled(query.summary.of(lang)), Styled(" ".join(words)))
        table.add_section()
    console.print(table)
    total = Text(f"共 {len(catalogue)} 个查询", f"{len(catalogue)} queries")
    console.print(Styled(total.of(lang), "dim"))


def show_query(
    query: NamedQuery, store: Store, endpoints: Sequence[str], console: Console, lang: Lang
) -> None:
    """Print all there is to know of one query.

    Args:
        query: Of the catalogue.
        store: Knows the choices.
        endpoints: URLs of those that a query may ask.
        console, lang: Where to print, and in which language.
    """
    console.print(Styled(query.name, "bold"))
    console.print(indented(Styled(query.summary.of(lang))))
    if about := query.description.of(lang):
        console.print()
        console.print(indented(Styled(about)))
    if query.parameters:
        console.print()
        console.print(Styled(Text("参数：", "Parameters:").of(lang)))
        for parameter in query.parameters:
            console.print(indented(_parameter(parameter, store, endpoints, lang)))
    if query.returns:
        console.print()
        console.print(Styled(Text("返回：", "Returns: ").of(lang) + " ".join(query.returns)))
    console.print()
    required = [f"-p {p.name}=…" for p in query.parameters if p.required]
    console.print(Styled(Text("运行：", "Run: ").of(lang) + " ".join(["kg query", query.name, *required])))


def _parameter(parameter: Parameter, store: Store, endpoints: Sequence[str], lang: Lang) -> RenderableType:
    from kg_service.queries import choices

    need = Text("必填", "required") if parameter.required else Text("可选", "optional")
    words = [_TYPES[parameter.type].of(lang), need.of(lang)]
    if parameter.least is not None and parameter.most is not None:
        words.append(f"{parameter.least}–{parameter.most}")
    if parameter.default is not None:
        words.append(Text(f"默认 {parameter.default}", f"by default {parameter.default}").of(lang))
    head = Styled.assemble((parameter.name, "bold"), "  ", Text("，", ", ").of(lang).join(words))
    if parameter.type == "endpoint":
        listed = endpoints or [Text("（尚未列出任何端点）", "(none is listed)").of(lang)]
        return Group(head, *(indented(Styled(url, "dim")) for url in listed))
    offered = choices(store, parameter)
    if not offered:
        return head
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for choice in offered:
        slug = choice.iri.rstrip("/").rpartition("/")[2]
        grid.add_row(Styled(choice.label.of(lang)), Styled(slug, "dim"))
    return Group(head, indented(grid))
