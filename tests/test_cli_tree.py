"""The command tree: help in both languages, the choice of language, errors of use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg_service import __version__
from kg_service.cli import build, main
from kg_service.cli.language import detect
from kg_service.model import LANGS, Lang

COMMANDS = (
    *("query", "queries", "read", "validate", "import", "match", "compare", "export"),
    *("publish", "snapshots", "rollback", "link", "links", "synthesize", "serve", "mcp"),
)
CHINESE = re.compile("[\u4e00-\u9fff]")


def commands(lang: Lang) -> Iterator[tuple[str, click.Command]]:
    tree = build(lang)
    yield "kg", tree
    for name, command in tree.commands.items():
        yield f"kg {name}", command
        for below, inner in getattr(command, "commands", {}).items():
            yield f"kg {name} {below}", inner


def parameters() -> list[tuple[str, str]]:
    return [(name, param.opts[0]) for name, command in commands("zh") for param in command.params]


def parameter(lang: Lang, command: str, name: str) -> click.Parameter:
    return next(param for param in dict(commands(lang))[command].params if param.opts[0] == name)


def test_the_commands() -> None:
    assert tuple(build("zh").commands) == COMMANDS


@pytest.mark.parametrize("command", ["kg", *(f"kg {name}" for name in COMMANDS)])
def test_every_command_has_help_in_both_languages(command: str) -> None:
    zh, en = (dict(commands(lang))[command].help or "" for lang in LANGS)
    assert CHINESE.search(zh)
    assert en
    assert not CHINESE.search(en)


@pytest.mark.parametrize(("command", "name"), parameters())
def test_every_parameter_has_help_in_both_languages(command: str, name: str) -> None:
    zh, en = (getattr(parameter(lang, command, name), "help", None) or "" for lang in LANGS)
    assert CHINESE.search(zh)
    assert en
    assert not CHINESE.search(en.replace("省教育厅", ""))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_page_names_every_option(lang: Lang, command: str) -> None:
    result = CliRunner().invoke(build(lang), [command, "--help"])
    assert result.exit_code == 0
    for param in build(lang).commands[command].params:
        names = (
            param.opts
            if isinstance(param, click.Option)
            else [param.make_metavar(click.Context(build(lang)))]
        )
        assert all(name in result.output for name in names)
    words = {"zh": ("用法：", "选项："), "en": ("Usage: ", "Options:")}
    assert all(word in result.output for word in words[lang])
    assert not any(word in result.output for word in words["en" if lang == "zh" else "zh"])
    assert not any(line.endswith(" ") for line in result.output.splitlines())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(home: Path, lang: Lang, command: str) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (home / "docs" / lang).glob("*.md"))
    assert f"kg {command}" in pages


@pytest.mark.parametrize(
    ("argv", "env", "lang"),
    [
        pytest.param([], {}, "zh", id="nothing-said"),
        pytest.param([], {"LANG": "C.UTF-8"}, "zh", id="no-language"),
        pytest.param([], {"LANG": "en_US.UTF-8"}, "en", id="lang"),
        pytest.param([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh", id="lc-all-before-lang"),
        pytest.param([], {"LC_ALL": "zh_CN", "KG_LANG": "en"}, "en", id="kg-lang-before-lc-all"),
        pytest.param([], {"LC_ALL": "C", "LANG": "en_GB"}, "en", id="c-says-nothing"),
        pytest.param([], {"LANG": "de_DE.UTF-8"}, "zh", id="other-language"),
        pytest.param(["--lang", "en", "query"], {"KG_LANG": "zh"}, "en", id="option"),
        pytest.param(["query", "--lang=en"], {}, "en", id="option-of-command"),
        pytest.param(["--lang", "en", "query", "--lang", "zh"], {"LANG": "en"}, "zh", id="last-option"),
        pytest.param(["query", "--", "--lang", "en"], {}, "zh", id="after-double-dash"),
        pytest.param(["query", "--lang"], {"LANG": "en"}, "en", id="without-value"),
    ],
)
def test_the_language(argv: list[str], env: dict[str, str], lang: Lang) -> None:
    assert detect(argv, env) == lang


@pytest.mark.parametrize(
    ("argv", "zh", "en"),
    [
        pytest.param(
            ["query", "--formt", "csv", "x"],
            "没有选项 --formt。您要找的是不是：--format",
            "There is no option --formt. Did you mean --format",
            id="unknown-option",
        ),
        pytest.param(["query", "-x"], "没有选项 -x。", "There is no option -x.", id="unknown-short-option"),
        pytest.param(["query"], "缺少 查询名|文件|-。", "NAME|FILE|- is missing.", id="missing-argument"),
        pytest.param(
            ["query", "x", "-f"], "选项 -f 后面要有一个值。", "The option -f needs a value.", id="no-value"
        ),
        pytest.param(
            ["query", "x", "--help=1"],
            "选项 --help 不带值。",
            "The option --help takes no value.",
            id="value-of-flag",
        ),
        pytest.param(
            ["queries", "a", "b"], "多出来的参数：b。", "There are arguments too many: b.", id="too-many"
        ),
        pytest.param(
            ["qurey"],
            "没有名为“qurey”的命令。您要找的是不是：query",
            "There is no command called “qurey”. Did you mean query",
            id="unknown-command",
        ),
        pytest.param(
            ["validate", "-f", "jsn", "x"],
            "没有名为“jsn”的格式。您要找的是不是：json",
            "There is no format called “jsn”. Did you mean json",
            id="unknown-choice",
        ),
        pytest.param(
            ["query", "x", "-p", "body"], "应为参数=值", "NAME=VALUE is expected", id="no-equals-sign"
        ),
        pytest.param(["query", "x", "-p", "a=1", "-p", "a=2"], "给了两次", "given twice", id="twice"),
        pytest.param(["export", "x", "--lang", "fr"], "应为zh 或 en", "zh or en is expected", id="language"),
        pytest.param(["--home", "."], "请给出命令。", "Give a command.", id="no-command"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_wrong_use_is_said_in_one_message(
    capsys: pytest.CaptureFixture[str],
    lang: Lang,
    argv: list[str],
    zh: str,
    en: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_LANG", lang)
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert (zh if lang == "zh" else en) in err
    assert err.startswith("错误：" if lang == "zh" else "Error: ")
    assert "Traceback" not in err
    # None of click's own English gets through.
    assert lang == "en" or not re.search("Usage|Error|Try |Missing|such|option", err)


def test_without_arguments_the_help_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(command in err for command in COMMANDS)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kg {__version__}\n"


@pytest.mark.parametrize(
    "command", ["queries", "query x", "export a/1", "validate a.ttl", "publish x", "serve"]
)
def test_a_home_that_is_none_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([*command.split(), "--home", str(tmp_path), "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        f"Error: {tmp_path} can't be read: it lacks the folders ontology, data, shapes, queries.\n"
    )
