"""Which language a run of ``kg`` speaks, decided before click parses, since help and errors are in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg_service.model import LANGS, Lang

VARIABLES = ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Asked in this order, after ``--lang``."""


def detect(argv: Sequence[str], env: Mapping[str, str]) -> Lang:
    """The language of one run.

    Args:
        argv: Arguments without the program's name.
        env: Environment variables.

    Returns:
        That of the last ``--lang``; else of the first variable that says zh or en; else Chinese.
    """
    wanted = [*reversed(list(_options(argv))), *(env.get(name, "") for name in VARIABLES)]
    return next((lang for value in wanted if (lang := parse(value))), "zh")


def parse(value: str) -> Lang | None:
    """``zh`` of ``zh_CN.UTF-8``, ``en`` of ``en-GB``; None of anything else."""
    primary = value.strip().lower().replace("_", "-").partition("-")[0].partition(".")[0]
    return next((lang for lang in LANGS if lang == primary), None)


def _options(argv: Sequence[str]) -> list[str]:
    values = []
    for index, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith("--lang="):
            values.append(word.removeprefix("--lang="))
        elif word == "--lang" and index + 1 < len(argv):
            values.append(argv[index + 1])
    return values
