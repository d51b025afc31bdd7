"""``kg link``: candidates for links to another dataset, into a file of review.

Not here: reading the other side (``linking.sources``), comparing (``linking.scoring``), deciding (``links``).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg_service.cli.errors import INTERRUPTED, OK
from kg_service.cli.link_options import of_endpoints, of_graphs, of_tables
from kg_service.cli.options import Number, Share
from kg_service.cli.output import UnwritableFileError, console, printable
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Choice, Command, MisuseError, argument, option
from kg_service.model import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console

    from kg_service.linking.entities import Entity
    from kg_service.linking.other import Source
    from kg_service.linking.sources.polite import Wait

_TOOL = "care-checklist-kg"


def link_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "link",
        lang,
        Text(
            "在 SPARQL 端点、RDF 文件或 CSV 表中查找可以链接的事物，写入待审核的文件（SSSOM）。"
            "可以随时中断，再运行同一条命令就接着做",
            "Find what our things may be linked to in a SPARQL endpoint, an RDF file or a CSV table, and "
            "write the candidates to a file for review (SSSOM). "
            "Stop it at any time: the same command goes on",
        ),
        [
            argument(
                lang,
                "target",
                metavar=Text("目标", "TARGET"),
                help=Text(
                    "端点的 URL、RDF 文件或 CSV、TSV 文件",
                    "URL of an endpoint, an RDF file, or a CSV or TSV file",
                ),
            ),
            option(
                lang,
                "--name",
                metavar=Text("名称", "NAME"),
                help=Text("目标的名称，如 eurovoc；默认依目标", "What to call the target, e.g. eurovoc"),
            ),
            option(
                lang,
                "-o",
                "--output",
                metavar=Text("文件", "FILE"),
                help=Text("写入的文件；默认 名称.sssom.tsv", "The file to write; NAME.sssom.tsv by default"),
            ),
            option(
                lang,
                "--kind",
                "kinds",
                multiple=True,
                type=Choice(
                    Text("类型", "kind"), ("service", "group", "body", "place", "goal", "measure-kind")
                ),
                metavar=Text("类型", "KIND"),
                help=Text(
                    "只链接这类事物：service、group、body、place、goal、measure-kind；可多次给出",
                    "Only things of this kind: service, group, body, place, goal, measure-kind; repeatable",
                ),
            ),
            option(
                lang,
                "--least",
                type=Share(),
                default=0.5,
                metavar=Text("0–1", "0–1"),
                help=Text("候选的最低分；默认 0.5", "Least score of a candidate; 0.5 by default"),
            ),
            option(
                lang,
                "--most",
                type=Number(1_000),
                default=5,
                metavar=Text("个数", "NUMBER"),
                help=Text("每个事物至多几个候选；默认 5", "Most candidates of one thing; 5 by default"),
            ),
            *of_graphs(lang),
            *of_endpoints(lang),
            *of_tables(lang),
        ],
        link,
        [
            "kg link https://example.org/sparql --name eurovoc --scheme http://eurovoc.europa.eu/100141",
            "kg link https://query.wikidata.org/sparql --name wikidata --kind place --by-name --rate 0.5",
            "kg link dump.ttl",
            "kg link codes.csv --id code --label name_zh --label-en name_en --alt short --base https://example.org/id/",
        ],
    )


@click.pass_context
def link(
    ctx: click.Context,
    /,
    target: str,
    name: str | None,
    output: str | None,
    kinds: tuple[str, ...],
    least: float,
    most: int,
    **how: Any,
) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service.linking import link_files, read_mappings
    from kg_service.linking.finding import Finder
    from kg_service.linking.review import pair_of
    from kg_service.linking.scoring import Scorer
    from kg_service.linking.sssom import ENDING
    from kg_service.model import ReviewState
    from kg_service.web.reconcile.reading import entities_of

    settings, lang, out = settings_of(ctx), lang_of(ctx), console(sys.stderr)
    name = name or _name_of(target)
    path = Path(output or f"{name}{ENDING}")
    if not path.name.endswith(ENDING):
        said = Text(f"文件名应以 {ENDING} 结尾", f"its name has to end in {ENDING}")
        raise UnwritableFileError(str(path), said.of(lang))

    @cache
    def entities() -> Sequence[Entity]:
        return entities_of(settings)

    def names() -> Sequence[str]:
        return [n.text for e in entities() if not kinds or e.kind in kinds for n in e.names]

    source, shown = _source(ctx, target, names if how["by_name"] else None, _tells(out, lang), how)
    sets = [read_mappings(each) for each in link_files(settings.home) if each.resolve() != path.resolve()]
    known = {pair_of(mapping) for each in sets for mapping in each.mappings}
    if path.exists():
        sets.append(read_mappings(path))
    confirmed = [mapping for each in sets for mapping in each.of_state(ReviewState.CONFIRMED)]
    scorer = Scorer(entities(), [(m.subject_id, m.predicate_id, m.object_id) for m in confirmed])
    finder = Finder(scorer, known, kinds=kinds, threshold=least, most=most)
    try:
        found = _run(finder, source, path, shown, out, lang)
    except KeyboardInterrupt:
        said = Text("已停下。再运行同一条命令就接着做。", "Stopped. The same command goes on from here.")
        out.print(said.of(lang))
        return INTERRUPTED
    except OSError as error:
        raise UnwritableFileError(str(path), error.strerror or str(error)) from error
    if found:
        said = Text(
            f"{path}：{found} 条候选。审核：kg links review {path} --by 姓名",
            f"{path}: {found} candidates. Review them: kg links review {path} --by NAME",
        )
    else:
        said = Text("没有找到新的候选。", "No new candidate was found.")
    out.print(printable(said.of(lang)), soft_wrap=True)
    return OK


def _run(finder: Any, source: Source, path: Path, shown: str, out: Console, lang: Lang) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    found = 0
    with Progress(*columns, console=out) as bar:
        task = bar.add_task(Text("读取对方", "Reading").of(lang), total=None)
        for step in finder.find(source, path, dt.date.today().isoformat(), shown):
            found = step.candidates
            doing = Text(f"{found} 条候选", f"{found} candidates")
            bar.update(task, completed=step.seen, total=step.total, description=doing.of(lang))
    return found


def _source(
    ctx: click.Context,
    target: str,
    names: Callable[[], Sequence[str]] | None,
    waiting: Wait,
    how: dict[str, Any],
) -> tuple[Source, str]:
    """The other side, and what the metadata call it; it is looked up by *names* where they are given."""
    from kg_service.linking.sources import table
    from kg_service.linking.sources.dump import DumpAsker
    from kg_service.linking.sources.polite import PoliteAsker
    from kg_service.linking.sources.sparql import SparqlSource

    narrowed = {"class_": how["class_"] or "", "scheme": how["scheme"] or "", "where": how["where"] or ""}
    if target.startswith(("http://", "https://", "sparql+")):
        asker = PoliteAsker(
            target,
            per_second=how["rate"],
            retries=how["retries"],
            seconds=how["timeout"],
            cache=_cache(how["cache"]),
            waiting=waiting,
        )
        return SparqlSource(asker, names=names() if names else (), **narrowed), asker.url
    path = Path(target)
    if path.suffix.lower() in table.ENDINGS:
        if not how["id"] or not (how["label"] or how["label_en"]):
            text = Text(
                "请用 --id 和 --label（或 --label-en）说明表中哪一列是标识，哪一列是名称。",
                "Say which columns hold the ids and the labels: --id and --label (or --label-en).",
            )
            raise MisuseError(text, ctx)
        columns = table.Columns(
            how["id"], how["label"], how["label_en"], how["alt"], how["type"], how["above"]
        )
        return table.TableSource(path, columns, how["base"]), path.name
    if any(how[each] for each in ("id", "label", "label_en", "alt", "type", "above", "base")):
        text = Text(
            "--id、--label 等只用于 CSV、TSV 文件。",
            "--id, --label and the like are for CSV and TSV files only.",
        )
        raise MisuseError(text, ctx)
    return SparqlSource(DumpAsker(path), names=names() if names else (), **narrowed), path.name


def _tells(out: Console, lang: Lang) -> Wait:
    def tell(seconds: float, why: Text) -> None:
        waits = Text(f"等 {seconds:.0f} 秒后再试", f"Trying again in {seconds:.0f} seconds")
        out.print(f"{printable(why.of(lang))} {waits.of(lang)}", soft_wrap=True)

    return tell


def _cache(given: str | None) -> Path | None:
    if given == "none":
        return None
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _TOOL / "links"


def _name_of(target: str) -> str:
    """What to call a target that has no name: the host of a URL, the stem of a file."""
    from urllib.parse import urlsplit

    if "://" in target:
        return (urlsplit(target.removeprefix("sparql+")).hostname or "links").replace(".", "-").lower()
    return Path(target).name.partition(".")[0] or "links"
