"""``kg import``: from a document to the draft of a new edition's graph, and what a person has to look at.

Not here: how the draft is made (``editions.graph``), how the summary is worded (``drafts``).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.options import decisions_option, output_option
from kg_service.cli.output import console, write
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, argument, option
from kg_service.errors import EditionExistsError
from kg_service.model import Lang, Text, is_no_edition


def import_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "import",
        lang,
        Text(
            "把文档中的清单变成新一版的图谱草稿（Turtle）：文字照录，判读沿用上一版或按规则拟出，都注明待审核。"
            "退出码：0 已写出，1 已写出但有待人决定之处，2 无法完成",
            "Make the draft of a new edition's graph (Turtle) from a document: its words quoted, readings "
            "carried over from the edition before or proposed by rules, each with its review state. "
            "Exit code: 0 written, 1 written but something is to be decided, 2 failed",
        ),
        [
            argument(
                lang,
                "file",
                metavar=Text("文件", "FILE"),
                help=Text(
                    "清单文档：.docx .doc .xlsx .csv .tsv .txt .pdf .html",
                    "The document: .docx .doc .xlsx .csv .tsv .txt .pdf .html",
                ),
            ),
            option(
                lang,
                "-e",
                "--edition",
                required=True,
                metavar=Text("版本", "EDITION"),
                help=Text(
                    "新一版的名称，例如 heilongjiang/2025；地方也可写 GB/T 2260 代码或中文名，"
                    "如 哈尔滨市/2026",
                    "Name of the new edition, e.g. heilongjiang/2025; the place may also be its code of "
                    "GB/T 2260 or its Chinese name, 230100/2026",
                ),
            ),
            option(
                lang,
                "--after",
                metavar=Text("版本", "EDITION"),
                help=Text(
                    "接在哪一版之后；默认是同一系列的现行版本，没有则写 none",
                    "The edition before; by default the current one of its series; none for a first edition",
                ),
            ),
            decisions_option(lang),
            output_option(lang, Text("文件.ttl", "FILE.ttl")),
        ],
        import_document,
        [
            "kg import 2025.docx --edition heilongjiang/2025 -o draft.ttl",
            "kg import 2025.xlsx --edition heilongjiang/2025 --decisions decisions.tsv -o draft.ttl",
            "kg import jilin.docx --edition jilin/2025 -o jilin.ttl",
            "kg import 哈尔滨.docx --edition 哈尔滨市/2026 -o harbin.ttl",
        ],
    )


@click.pass_context
def import_document(
    ctx: click.Context,
    file: str,
    edition: str,
    after: str | None,
    decisions: str | None,
    output: str | None,
) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service.cli.drafts import show
    from kg_service.cli.remarks import show_remarks
    from kg_service.editions import read_edition
    from kg_service.editions.decisions import find_decisions
    from kg_service.editions.drafting.known import load_known
    from kg_service.editions.graph import draft_of, split_name
    from kg_service.editions.opening import published_edition

    home = settings_of(ctx).home
    known = load_known(home)
    name = "/".join(split_name(edition, known))
    if name in known.editions:
        raise EditionExistsError(name)
    if after is None:
        after = known.current(name.partition("/")[0])
    before = None if after is None or is_no_edition(after) else published_edition(after, known, home)
    said = find_decisions(home, decisions)
    reading = read_edition(Path(file))
    draft = draft_of(reading, name, before, home, said, known=known)
    write(draft.turtle().encode("utf-8"), output)
    out, lang = console(sys.stderr), lang_of(ctx)
    show_remarks(reading, out, lang)
    out.print()
    show(draft, before, file, decisions, out, lang)
    return DOES_NOT_CONFORM if draft.questions else OK
