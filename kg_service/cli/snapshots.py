"""``kg snapshots`` and ``kg rollback``: what was published into a folder, and back to it.

Not here: publishing (``publish``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.options import Number, name_of, wait_option, who_option
from kg_service.cli.output import console, printable
from kg_service.cli.run import lang_of
from kg_service.cli.tree import Choice, Command, MisuseError, argument, option
from kg_service.model import Lang, Text

if TYPE_CHECKING:
    from kg_service.publish.keeping import Listed

ACTIONS = ("list", "verify", "prune")
FORMATS = ("text", "json")
LEAST = {"snapshot": 16, "notes": 24}
"""Columns that are to be copied or read, with the characters that they are not narrower than."""


def snapshots_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "snapshots",
        lang,
        Text(
            "列出一个文件夹里发布过的快照（list，默认）；核对文件（verify）；清除旧的（prune）",
            "List the snapshots that were published into a folder (list, by default), hold their files "
            "against their hashes (verify), or remove old ones (prune)",
        ),
        [
            argument(
                lang,
                "words",
                metavar=Text("[list|verify|prune] 文件夹 [快照…]", "[list|verify|prune] FOLDER [SNAPSHOT…]"),
                nargs=-1,
                required=True,
                help=Text(
                    "kg publish 的文件夹；verify 可指明快照，默认全部",
                    "The folder of kg publish; verify takes snapshots too, by default all",
                ),
            ),
            option(
                lang,
                "--keep",
                metavar=Text("个数", "NUMBER"),
                type=Number(1_000_000),
                help=Text(
                    "prune 留下最新的几个；当前的和服务正在用的总是留下",
                    "How many of the newest prune leaves; the current one and those in use always stay",
                ),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("|".join(FORMATS), "|".join(FORMATS)),
                type=Choice(Text("格式", "format"), FORMATS),
                default="text",
                help=Text("输出格式：text（默认）或 json", "Format: text (default) or json"),
            ),
            who_option(lang),
            wait_option(lang),
        ],
        snapshots,
        [
            "kg snapshots /srv/care",
            "kg snapshots verify /srv/care",
            "kg snapshots prune /srv/care --keep 5",
        ],
    )


def rollback_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "rollback",
        lang,
        Text(
            "退回到先前发布的快照，一步切换；内容与哈希不符的快照不予采用",
            "Go back to a snapshot that was published before, in one step; a damaged one is refused",
        ),
        [
            argument(
                lang,
                "target",
                metavar=Text("文件夹", "FOLDER"),
                help=Text("kg publish 的文件夹", "The folder of kg publish"),
            ),
            argument(
                lang,
                "snapshot",
                metavar=Text("[快照]", "[SNAPSHOT]"),
                required=False,
                help=Text(
                    "快照名或其开头，见 kg snapshots；默认是当前快照之前的那个",
                    "Its name or the beginning of it, see kg snapshots; "
                    "by default that before the current one",
                ),
            ),
            option(
                lang,
                "--reason",
                default="",
                metavar=Text("缘由", "WHY"),
                help=Text("为什么退回，记入历史", "Why; noted in the history"),
            ),
            who_option(lang),
            wait_option(lang),
        ],
        rollback,
        ["kg rollback /srv/care", "kg rollback /srv/care 64222798 --reason '第 3 行有误'"],
    )


@click.pass_context
def rollback(
    ctx: click.Context, target: str, snapshot: str | None, reason: str, who: str | None, wait: int
) -> None:
    """Run the command."""
    from kg_service.publish.keeping import roll_back
    from kg_service.publish.layout import current_name

    folder = _folder(target, ctx)
    before = current_name(folder)
    made = roll_back(folder, snapshot, name_of(who), reason.strip(), wait)
    if made.name == before:
        done = Text(f"{made.name} 已是当前快照。", f"{made.name} is the current snapshot already.")
    else:
        done = Text(f"已从 {before} 切换到 {made.name}。", f"Switched from {before} to {made.name}.")
    click.echo(done.of(lang_of(ctx)))


@click.pass_context
def snapshots(
    ctx: click.Context,
    words: tuple[str, ...],
    keep: int | None,
    format_: str,
    who: str | None,
    wait: int,
) -> int:
    """Run the command; what it returns is the exit code."""
    action, rest = (words[0], words[1:]) if words[0] in ACTIONS and len(words) > 1 else ("list", words)
    folder, names = _folder(rest[0], ctx), rest[1:]
    if names and action != "verify":
        extra = " ".join(names)
        raise MisuseError(Text(f"多出来的参数：{extra}。", f"There are arguments too many: {extra}."), ctx)
    if (keep is None) == (action == "prune"):
        raise MisuseError(
            Text(
                "prune 要用 --keep 说明留下几个；--keep 只用于 prune。",
                "prune needs --keep NUMBER, and nothing else takes it.",
            ),
            ctx,
        )
    as_json = format_ == "json"
    if action == "verify":
        return _verify(folder, names, lang_of(ctx), as_json=as_json)
    if keep is not None:
        return _prune(folder, keep, name_of(who), wait, lang_of(ctx), as_json=as_json)
    return _list(folder, lang_of(ctx), as_json=as_json)


def _folder(target: str, ctx: click.Context) -> Path:
    from kg_service.store.endpoint import is_remote

    if is_remote(target):
        raise MisuseError(
            Text(
                "远程引擎只有一个数据集，没有快照可列；请给出文件夹。",
                "A remote engine has one dataset and no snapshots; give a folder.",
            ),
            ctx,
        )
    return Path(target)


def _list(folder: Path, lang: Lang, *, as_json: bool) -> int:
    from kg_service.publish.keeping import list_snapshots

    listed = list_snapshots(folder)
    if as_json:
        _print_json([_plain(each) for each in listed])
        return OK
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in (
        Text("", ""), Text("快照", "snapshot"), Text("时间（UTC）", "time (UTC)"), Text("发布者", "by"),
        Text("程序", "program"), Text("四元组", "quads"), Text("版本", "editions"), Text("说明", "notes"),
    ):  # fmt: skip
        numeric = heading.en == "quads"
        table.add_column(
            Styled(heading.of(lang)),
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=numeric,
            min_width=LEAST.get(heading.en),
        )
    for each in listed:
        table.add_row(*(Styled(printable(cell)) for cell in _row(each, lang)))
    console().print(table)
    number = len(listed)
    total = Text(
        f"共 {number} 个快照，* 为当前快照", f"{number} snapshot{'s' * (number != 1)}; * is the current one"
    )
    click.echo(total.of(lang))
    return OK


def _row(each: Listed, lang: Lang) -> tuple[str, ...]:
    marker = "*" if each.is_current else ""
    made = each.snapshot
    if made is None:
        return marker, each.name, "", "", "", "", "", Text("清单文件损坏", "its manifest is damaged").of(lang)
    record = made.record
    notes = [record.reason] if record.reason else []
    if number := len(record.accepted):
        notes.append(Text(f"接受了 {number} 处提醒", f"{number} warnings accepted").of(lang))
    if any(not edition.checked for edition in record.editions):
        notes.append(Text("有版本未校验", "not all editions validated").of(lang))
    if each.is_in_use:
        notes.append(Text("服务正在用", "in use by a server").of(lang))
    return (
        marker,
        each.name,
        record.when.replace("T", " ").removesuffix("Z"),
        record.who,
        made.program,
        str(made.quads),
        " ".join(f"{edition.name} ({edition.services})" for edition in record.editions),
        Text("；", "; ").of(lang).join(notes),
    )


def _plain(each: Listed) -> dict[str, Any]:
    about: dict[str, Any] = {"name": each.name, "current": each.is_current, "inUse": each.is_in_use}
    if each.snapshot is None:
        return {**about, "readable": False}
    plain = each.snapshot.record.plain()
    return {
        **about,
        "readable": True,
        "identity": each.snapshot.identity,
        "program": each.snapshot.program,
        "quads": each.snapshot.quads,
        "graphs": list(each.snapshot.graphs),
        **plain,
    }


def _verify(folder: Path, names: Sequence[str], lang: Lang, *, as_json: bool) -> int:
    from kg_service.errors import UnreadableFileError
    from kg_service.publish.building import problems_of
    from kg_service.publish.keeping import find, list_snapshots

    found: dict[str, list[Text]] = {}
    for name in names or [each.name for each in list_snapshots(folder)]:
        try:
            snapshot = find(folder, name)
            found[snapshot.name] = problems_of(snapshot)
        except UnreadableFileError as error:
            found[name] = [error.text]
    if as_json:
        _print_json(
            [
                {
                    "name": name,
                    "whole": not problems,
                    "problems": [{"zh": p.zh, "en": p.en} for p in problems],
                }
                for name, problems in found.items()
            ]
        )
    else:
        for name, problems in found.items():
            said = Text(
                "；".join(p.zh for p in problems) or "完好", "; ".join(p.en for p in problems) or "whole"
            )
            click.echo(f"{name}  {printable(said.of(lang))}")
    return DOES_NOT_CONFORM if any(found.values()) else OK


def _prune(folder: Path, keep: int, who: str, wait: int, lang: Lang, *, as_json: bool) -> int:
    from kg_service.publish.keeping import prune

    removed, used = prune(folder, keep, who, wait)
    if as_json:
        _print_json({"removed": removed, "inUse": used})
        return OK
    for name in removed:
        click.echo(Text(f"已清除 {name}", f"Removed {name}").of(lang))
    for name in used:
        click.echo(Text(f"留下 {name}：服务正在用", f"Left {name}: a server uses it").of(lang))
    if not removed and not used:
        click.echo(Text("没有可清除的快照。", "There is nothing to remove.").of(lang))
    return OK


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
