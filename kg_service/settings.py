"""What can be set, in one table: name, environment variable, unit, default, meaning.

Settings are handed down; nothing below reads the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from kg_service.errors import BadValueError, UnreadableFileError
from kg_service.model import LANGS, Lang, Text

HOME_FOLDERS = ("ontology", "data", "shapes", "queries")


def find_home() -> Path:
    """The folder with ontology/, data/, shapes/ and queries/ that belongs to this installation.

    Returns:
        The copy inside the installed package, or else the checked-out repository around it.

    Raises:
        UnreadableFileError: Neither is there.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "home", package.parent):
        if all((candidate / folder).is_dir() for folder in HOME_FOLDERS):
            return candidate
    raise UnreadableFileError(
        str(package.parent),
        Text(f"缺少文件夹 {'、'.join(HOME_FOLDERS)}", f"it lacks the folders {', '.join(HOME_FOLDERS)}"),
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table."""

    name: str
    """Name of the field of ``Settings``."""
    env: str
    """Environment variable."""
    unit: str
    """``bytes``, ``processes`` …; empty for a plain name."""
    default: str | int | None
    """None where it depends on the machine."""
    text: Text


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "home",
        "KG_HOME",
        "folder",
        None,
        Text(
            "含有 ontology、data、shapes、queries 的文件夹；默认用随程序安装的一份",
            "Folder with ontology/, data/, shapes/ and queries/; by default the copy that came along",
        ),
    ),
    Setting("host", "KG_HOST", "", "127.0.0.1", Text("监听地址", "Address to listen on")),
    Setting(
        "port",
        "KG_PORT",
        "",
        8000,
        Text("监听端口；0 表示任选空闲端口", "Port to listen on; 0 takes a free one"),
    ),
    Setting("workers", "KG_WORKERS", "processes", 2, Text("服务进程数", "Number of server processes")),
    Setting(
        "max_query_bytes",
        "KG_MAX_QUERY_BYTES",
        "bytes",
        100_000,
        Text("查询文本的最大长度", "Longest query text that is taken"),
    ),
    Setting(
        "lang", "KG_LANG", "", "zh", Text("界面语言：zh 或 en", "Language of messages and pages: zh or en")
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of the table for one run."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    max_query_bytes: int = 100_000
    lang: Lang = "zh"

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None, **overrides: object) -> "Settings":
        """Settings from environment variables, with the defaults of the table.

        Args:
            env: The environment; the process's own where None.
            overrides: Values by field name that go before the environment; None stands for "not given".

        Raises:
            BadValueError: A variable holds what its setting can't be.
            UnreadableFileError: No home was given and none is found.
        """
        env = os.environ if env is None else env
        values: dict[str, object] = {}
        for setting in SETTINGS:
            given = overrides.get(setting.name)
            raw = env.get(setting.env) if given is None else str(given)
            if raw is not None and raw != "":
                values[setting.name] = _parse(setting, raw, setting.env if given is None else setting.name)
        if unknown := set(overrides) - {f.name for f in fields(cls)}:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        home = cast(Path, values.pop("home")) if "home" in values else find_home()
        return cls(home, **values)  # type: ignore[arg-type]  # _parse holds each value to its field's type


_NUMBERS = {"port": (0, 65_535), "workers": (1, 256), "max_query_bytes": (1, 1_000_000_000)}


def _parse(setting: Setting, raw: str, name: str) -> object:
    if setting.name in _NUMBERS:
        low, high = _NUMBERS[setting.name]
        expected = Text(f"{low} 到 {high} 之间的整数", f"a whole number from {low} to {high}")
        if not raw.strip().isascii() or not raw.strip().isdigit() or not low <= int(raw) <= high:
            raise BadValueError(name, raw, expected)
        return int(raw)
    if setting.name == "lang":
        lang = raw.strip().lower().replace("_", "-").split("-")[0]
        if lang not in LANGS:
            raise BadValueError(name, raw, Text("zh 或 en", "zh or en"))
        return lang
    if setting.name == "home":
        return Path(raw)
    return raw
