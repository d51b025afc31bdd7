"""``kg publish``: checked, put where servers take it from, and switched to in one step.

Not here: what is checked and in which order (``publish``), how findings are laid out (``findings``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.options import decisions_option, name_of, wait_option, who_option
from kg_service.cli.output import console, printable
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, MisuseError, argument, option
from kg_service.errors import PublicationStoppedError
from kg_service.model import Finding, Lang, Text


def publish_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "publish",
        lang,
        Text(
            "校验并发布图谱：放到服务所取的位置（文件夹或远程引擎），一步切换。"
            "退出码：0 已发布，1 有问题而没有发布，2 无法发布",
            "Check the graph and publish it where servers take it from, a folder or a remote engine, in one "
            "step. Exit code: 0 published, 1 stopped by findings, 2 failed",
        ),
        [
            argument(
                lang,
                "files",
                metavar=Text("[文件…]", "[FILE…]"),
                nargs=-1,
                help=Text(
                    "要加入已发布数据的 RDF 文件，例如 kg import 的草稿；不给则发布 home 中的图谱",
                    "RDF files to add to what is published, such as a draft of kg import; without any, "
                    "what is in the home is published",
                ),
            ),
            argument(
                lang,
                "target",
                metavar=Text("位置", "TARGET"),
                help=Text(
                    "文件夹，或 sparql+http(s)://主机/路径；"
                    "更新与图存储的地址不同时，在其后加 #update=…&data=…",
                    "A folder, or sparql+http(s)://HOST/PATH, with #update=…&data=… behind it where "
                    "updates and the graph store have other addresses",
                ),
            ),
            option(
                lang,
                "--data",
                metavar=Text("文件.nq", "FILE.nq"),
                help=Text(
                    "发布这个 N-Quads 文件，它就是整个数据集",
                    "Publish this N-Quads file, which is the whole dataset",
                ),
            ),
            option(
                lang,
                "--accept",
                is_flag=True,
                help=Text(
                    "有提醒也发布；接受了哪些提醒，由谁、何时接受，记入快照",
                    "Publish in spite of warnings; which ones, by whom and when is noted in the snapshot",
                ),
            ),
            option(
                lang,
                "--correct",
                multiple=True,
                metavar=Text("版本", "EDITION"),
                help=Text(
                    "更正这个已发布的版本（可多次给出），须同时给出 --reason",
                    "Correct this published edition (may be repeated); --reason has to say why",
                ),
            ),
            option(
                lang,
                "--reason",
                default="",
                metavar=Text("缘由", "WHY"),
                help=Text(
                    "为什么发布或更正，记入快照和历史", "Why it is published or corrected; noted with it"
                ),
            ),
            decisions_option(
                lang,
                Text(
                    "决定文件：哪项服务延续哪项服务，哪些改变是有意的；默认用 data/decisions.tsv（如有）",
                    "File of decisions: which service continues which, and which changes are meant; "
                    "by default data/decisions.tsv, if it is there",
                ),
            ),
            who_option(lang),
            wait_option(lang),
        ],
        publish,
        [
            "kg publish /srv/care",
            "kg publish draft.ttl /srv/care --decisions decisions.tsv --accept",
            "kg publish --correct heilongjiang/2024 --reason '第 3 行错字' /srv/care",
            "kg publish --data care.nq /srv/care",
            "kg publish 'sparql+http://127.0.0.1:7878/query#update=/update&data=/store'",
        ],
    )


@click.pass_context
def publish(
    ctx: click.Context,
    files: tuple[str, ...],
    target: str,
    data: str | None,
    accept: bool,
    correct: tuple[str, ...],
    reason: str,
    decisions: str | None,
    who: str | None,
    wait: int,
) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service.editions.decisions import find_decisions
    from kg_service.publish.publishing import Order, publish_data, publish_graphs
    from kg_service.publish.remote_publishing import publish_to_engine
    from kg_service.store.endpoint import Endpoints, is_remote

    lang, home = lang_of(ctx), settings_of(ctx).home
    if files and data is not None:
        raise MisuseError(
            Text("--data 已是整个数据集，不能再给文件。", "--data is a whole dataset and takes no files."),
            ctx,
        )
    order = Order(
        name_of(who),
        reason.strip(),
        accept,
        tuple(_edition(name) for name in correct),
        wait,
        find_decisions(home, decisions),
    )

    def tell(text: Text) -> None:
        click.echo(text.of(lang), err=True)

    try:
        if is_remote(target):
            endpoints = Endpoints.of(target, "TARGET")
            given = [Path(file) for file in files]
            sent = publish_to_engine(endpoints, home, given, Path(data) if data else None, order, tell)
            quads, identity, is_new = sent.quads, sent.snapshot, True
            warnings: Sequence[Finding] = sent.warnings
        else:
            folder = Path(target)
            made = (
                publish_graphs(folder, home, [Path(file) for file in files], order, tell)
                if data is None
                else publish_data(folder, Path(data), home, order, tell)
            )
            quads, identity, is_new = made.snapshot.quads, made.snapshot.identity, made.is_new
            warnings = made.warnings
    except PublicationStoppedError as stopped:
        _show(stopped, lang)
        return DOES_NOT_CONFORM
    for warning in warnings:
        tell(Text(f"已接受提醒：{_line(warning, 'zh')}", f"Accepted warning: {_line(warning, 'en')}"))
    done = Text(f"已发布：{quads} 个四元组，快照 ", f"Published: {quads} quads, snapshot ")
    if not is_new:
        done = Text(
            f"没有变化，仍是已发布的 {quads} 个四元组，快照 ",
            f"Nothing has changed: still the {quads} quads that are published, snapshot ",
        )
    click.echo(done.of(lang) + identity)
    return OK


def _edition(name: str) -> str:
    return name.strip().strip("/")


def _show(stopped: PublicationStoppedError, lang: Lang) -> None:
    from kg_service.cli.findings import show
    from kg_service.validation import ValidationReport

    if isinstance(stopped.report, ValidationReport):
        show(stopped.report, console(), lang)
    click.echo(stopped.text.of(lang), err=True)


def _line(finding: Finding, lang: Lang) -> str:
    place = f"{finding.place}  " if finding.place else ""
    return printable(f"{place}{finding.text.of(lang)}（{finding.focus}）")
