"""``kg compare``: what is different between two editions.

Not here: the comparison (``editions.comparing``), how it is laid out (``changes``, ``editions.outputs``).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg_service.cli.options import decisions_option, edition_arguments, output_option
from kg_service.cli.output import console, ending_of, write
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Choice, Command, option
from kg_service.errors import UnknownNameError
from kg_service.model import Change, ChangeKind, Comparison, Lang, Text
from kg_service.nearest import nearest

if TYPE_CHECKING:
    from kg_service.editions.decisions import Decisions
    from kg_service.store import Store

FORMATS = ("text", "json", "markdown", "html", "csv", "turtle", "patch")
_ENDINGS = {
    **{"json": "json", "md": "markdown", "html": "html", "htm": "html", "csv": "csv"},
    **{"ttl": "turtle", "rdfp": "patch"},
}


def compare_command(lang: Lang) -> Command:
    """The command in one language."""
    kinds = ", ".join(ChangeKind)
    return Command(
        "compare",
        lang,
        Text(
            "比较两版清单：各项变化及其类型，字词的增删，按目标、部门和类型的合计。"
            "退出码：0 已比较（有无变化都一样），2 无法比较",
            "Compare two editions: typed changes, words added and removed, sums by goal, body and kind. "
            "Exit code: 0 compared, whether or not anything changed, 2 failed",
        ),
        [
            *edition_arguments(lang),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("|".join(FORMATS), "|".join(FORMATS)),
                type=Choice(Text("格式", "format"), FORMATS),
                help=Text(
                    "输出格式：text 供人阅读（默认；-o 依后缀），turtle 为数据形式的变化，"
                    "patch 为把旧图改成新图的 RDF 补丁",
                    "Format: text for people (default; -o: by the ending), turtle for the changes as data, "
                    "patch for an RDF patch that turns the old graph into the new one",
                ),
            ),
            option(
                lang,
                "--only",
                metavar=Text("类型", "KIND"),
                multiple=True,
                help=Text(
                    f"只列这些类型的变化，可多次给出或用逗号分隔：{kinds}",
                    f"Only changes of these kinds; several times or parted by commas: {kinds}",
                ),
            ),
            option(
                lang,
                "--goal",
                metavar=Text("目标", "GOAL"),
                multiple=True,
                help=Text(
                    "只列这个目标下的变化，可多次给出",
                    "Only changes under this goal; may be given several times",
                ),
            ),
            option(
                lang,
                "--body",
                metavar=Text("部门", "BODY"),
                multiple=True,
                help=Text(
                    "只列与这个部门有关的变化，可多次给出",
                    "Only changes that concern this body; may be given several times",
                ),
            ),
            decisions_option(lang),
            output_option(lang),
        ],
        compare,
        [
            "kg compare heilongjiang/2024 2025.docx",
            "kg compare heilongjiang/2024 2025.docx -o changes.html",
            "kg compare 2024.docx 2025.docx --only withdrawn,measure-withdrawn,condition-tightened",
            "kg compare heilongjiang/2024 heilongjiang/2025 --format patch -o 2025.rdfp",
        ],
    )


@click.pass_context
def compare(
    ctx: click.Context,
    old: str,
    new: str,
    format_: str | None,
    only: tuple[str, ...],
    goal: tuple[str, ...],
    body: tuple[str, ...],
    decisions: str | None,
    output: str | None,
) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.editions.decisions import find_decisions
    from kg_service.editions.opening import compare_named
    from kg_service.publish import build_store

    settings, lang = settings_of(ctx), lang_of(ctx)
    said = find_decisions(settings.home, decisions)
    kinds = _kinds(only)
    store = build_store(settings)
    wanted = format_ or _ENDINGS.get(ending_of(output), "text")
    comparison = compare_named(old, new, store, settings.home, said)
    if wanted == "patch":
        write(_patch(old, new, comparison, store, settings.home, said).encode("utf-8"), output)
        return
    changes = _chosen(comparison, kinds, goal, body)
    if wanted == "text" and output is None:
        from kg_service.cli.changes import show

        show(comparison, changes, console(), lang)
        return
    write(_rendered(comparison, changes, wanted, lang).encode("utf-8"), output)


def _kinds(only: Sequence[str]) -> list[ChangeKind]:
    names = [name.strip().lower() for names in only for name in names.split(",") if name.strip()]
    known = [kind.value for kind in ChangeKind]
    for name in names:
        if name not in known:
            raise UnknownNameError(Text("变化类型", "kind of change"), name, nearest(name, known) or known)
    return [ChangeKind(name) for name in names]


def _chosen(
    comparison: Comparison, kinds: Sequence[ChangeKind], goals: Sequence[str], bodies: Sequence[str]
) -> tuple[Change, ...]:
    from kg_service.editions.sums import select

    aliases = comparison.aliases
    rows = (*comparison.old.rows, *comparison.new.rows)
    known_goals = {row.goal for row in rows}
    known_bodies = {aliases.get(name, name) for row in rows for name in row.departments}
    wanted = [aliases.get(name.strip(), name.strip()) for name in bodies]
    for kind, names, known in (
        (Text("目标", "goal"), goals, known_goals),
        (Text("责任部门", "body"), wanted, known_bodies),
    ):
        for name in names:
            if name not in known:
                raise UnknownNameError(kind, name, nearest(name, known) or sorted(known))
    return select(comparison, kinds, goals, wanted)


def _patch(old: str, new: str, comparison: Comparison, store: Store, home: Path, decisions: Decisions) -> str:
    from kg_service.editions.outputs import to_patch
    from kg_service.editions.statements import statements_of

    return to_patch(
        statements_of(old, store, home),
        statements_of(new, store, home, before=comparison.old, decisions=decisions),
    )


def _rendered(comparison: Comparison, changes: Sequence[Change], format_: str, lang: Lang) -> str:
    from kg_service.editions import outputs

    match format_:
        case "json":
            return outputs.to_json(comparison, changes)
        case "markdown":
            return outputs.to_markdown(comparison, changes, lang)
        case "html":
            return outputs.to_html(comparison, changes, lang)
        case "csv":
            return outputs.to_csv(changes)
        case "turtle":
            return outputs.to_turtle(comparison, changes, dt.datetime.now(dt.UTC))
    from kg_service.cli.changes import show

    out = io.StringIO()
    show(comparison, changes, console(out), lang)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
