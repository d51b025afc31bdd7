"""``kg synthesize``: a home with invented editions of every province, to try what the graph can do.

Not here: how they are made up (``editions.synthetic``).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg_service.cli.options import Number
from kg_service.cli.output import UnwritableFileError, console
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, argument, option
from kg_service.model import Lang, Text


def synthesize_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "synthesize",
        lang,
        Text(
            "造一份全国规模的模拟数据：复制本数据目录，再为其余每个省级行政区编造一版清单。"
            "模拟的版次都有标记；发布须用 --accept 明确接受",
            "Make synthetic data on the scale of the country: a copy of the home with a made-up edition for "
            "every other provincial unit. Each is marked; to publish one takes --accept",
        ),
        [
            argument(
                lang,
                "folder",
                metavar=Text("文件夹", "FOLDER"),
                help=Text("新的或空的文件夹，之后用作 --home", "A new or empty folder, to be used as --home"),
            ),
            option(
                lang,
                "--seed",
                type=Number(1_000_000),
                default=1,
                metavar=Text("整数", "INTEGER"),
                help=Text(
                    "种子：相同的种子得到相同的数据；默认 1",
                    "The same seed makes the same data; 1 by default",
                ),
            ),
        ],
        synthesize,
        ["kg synthesize national", "kg serve --home national"],
    )


@click.pass_context
def synthesize(ctx: click.Context, folder: str, seed: int) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.editions.synthetic.writing import write_home

    lang, out, path = lang_of(ctx), console(sys.stderr), Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UnwritableFileError(folder, _NOT_EMPTY.of(lang))
    try:
        made = 0
        with out.status("") as status:
            for made, of in write_home(settings_of(ctx).home, path, seed=seed):
                status.update(f"{made}/{of}")
    except OSError as error:
        raise UnwritableFileError(folder, error.strerror or str(error)) from error
    text = Text(f"{folder}：已编造 {made} 版。", f"{folder}: {made} editions were made up.")
    out.print(text.of(lang))


_NOT_EMPTY = Text("这个文件夹里已有内容", "there is something in this folder already")
