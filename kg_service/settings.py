"""What can be set, in one table: name, environment variable, unit, default, meaning.

Settings are handed down; nothing below reads the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

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
    """Name of the field of ``Settings``; the unit is part of it where it is not plain."""
    unit: str
    """``bytes``, ``processes`` …; empty for a plain name."""
    default: str | int | tuple[str, ...] | None
    """None where it depends on the machine."""
    text: Text
    least: int = 0
    most: int = 0
    """Range of a number."""
    choices: tuple[str, ...] = ()
    """What it may be, where that is not free."""
    option: str = ""
    """Placeholder of its value, where ``kg serve`` takes it as an option."""

    @property
    def env(self) -> str:
        """Environment variable."""
        return "KG_" + self.name.upper()


SHORTEST_TOKEN = 16
"""Characters; a shorter one could be guessed."""
_LOOPBACK = ("127.0.0.0/8", "::1/128")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "home",
        "folder",
        None,
        Text(
            "含有 ontology、data、shapes、queries 的文件夹；默认用随程序安装的一份",
            "Folder with ontology/, data/, shapes/ and queries/; by default the copy that came along",
        ),
    ),
    Setting(
        "store",
        "",
        "",
        Text(
            "图谱所在：kg publish 生成的文件夹，或 sparql+http(s)://… 远程引擎；空则用 home 的文件",
            "Where the graph is: a folder that kg publish made, or sparql+http(s)://… for a remote engine; "
            "empty takes the files of the home",
        ),
        option="TARGET",
    ),
    Setting(
        "engine",
        "",
        "auto",
        Text(
            "内嵌引擎：memory（内存）、disk（磁盘），auto 依数据大小选择",
            "Embedded engine: memory, disk, or auto, which decides by the size of the dataset",
        ),
        choices=("auto", "memory", "disk"),
    ),
    Setting("host", "", "127.0.0.1", Text("监听地址", "Address to listen on"), option="HOST"),
    Setting(
        "port",
        "",
        8000,
        Text("监听端口；0 表示任选空闲端口", "Port to listen on; 0 takes a free one"),
        0,
        65_535,
        option="PORT",
    ),
    Setting(
        "workers", "processes", 2, Text("服务进程数", "Number of server processes"), 1, 256, option="NUMBER"
    ),
    Setting(
        "max_query_bytes",
        "bytes",
        100_000,
        Text("查询文本的最大长度", "Longest query text that is taken"),
        1,
        1_000_000_000,
    ),
    Setting(
        "query_seconds",
        "seconds",
        10,
        Text("每个查询的时限，排队时间计算在内", "Most time that a query may take, waiting included"),
        1,
        86_400,
    ),
    Setting(
        "query_memory_mb",
        "MB",
        512,
        Text(
            "每个查询可用的内存，图谱本身不计", "Most memory that a query may use, the graph itself left out"
        ),
        32,
        1_000_000,
    ),
    Setting(
        "queries_memory_mb",
        "MB",
        2_048,
        Text(
            "每个服务进程中同时进行的各查询合计可用的内存",
            "Most memory that all queries of one server process may use together",
        ),
        64,
        10_000_000,
    ),
    Setting(
        "query_stack_mb",
        "MB",
        64,
        Text(
            "每个查询可用的栈，决定嵌套的深度", "Stack that a query may use, which limits how deep it nests"
        ),
        8,
        1_024,
    ),
    Setting("result_mb", "MB", 100, Text("每个答案的最大长度", "Longest answer that is sent"), 1, 1_000_000),
    Setting(
        "query_processes",
        "processes",
        24,
        Text(
            "每个服务进程最多有多少个查询进程，其中四个留给短查询",
            "Most query processes of one server process; four of them are kept for short queries",
        ),
        6,
        1_000,
    ),
    Setting(
        "client_seconds",
        "seconds",
        30,
        Text(
            "客户端发送请求、读取每一段答案的时限",
            "Time that a client is given to send its request, and to read each part of an answer",
        ),
        1,
        3_600,
    ),
    Setting(
        "connections",
        "",
        1_000,
        Text("每个服务进程最多接受的连接数", "Most connections of one server process"),
        8,
        100_000,
    ),
    Setting(
        "requests_per_minute",
        "",
        600,
        Text(
            "每个客户端每分钟最多的请求数；0 表示不限", "Most requests of one client a minute; 0 for no limit"
        ),
        0,
        10_000_000,
    ),
    Setting(
        "unlimited_clients",
        "networks",
        _LOOPBACK,
        Text(
            "不限请求频率的网络，以空格分隔；none 表示没有",
            "Networks whose requests are not counted, separated by spaces; none for none",
        ),
    ),
    Setting(
        "trusted_proxies",
        "networks",
        _LOOPBACK,
        Text(
            "其 X-Forwarded-For 可信的代理所在网络，以空格分隔；none 表示没有",
            "Networks of proxies whose X-Forwarded-For is believed, separated by spaces; none for none",
        ),
    ),
    Setting(
        "cache_mb",
        "MB",
        64,
        Text("每个服务进程的答案缓存；0 表示不用", "Cache of answers of one server process; 0 for none"),
        0,
        1_000_000,
    ),
    Setting(
        "access_log",
        "",
        "redacted",
        Text(
            "访问日志（标准错误，每行一个 JSON）：redacted 隐去查询中的文字和数，full 照录，off 不记",
            "Access log on standard error, one JSON a line: redacted leaves the literals of queries out, "
            "full keeps them, off is none",
        ),
        choices=("redacted", "full", "off"),
    ),
    Setting(
        "metrics",
        "",
        "public",
        Text(
            "Prometheus 指标：public 在 /metrics，off 不提供，或本机的端口号",
            "Prometheus metrics: public at /metrics, off, or a port of this machine's loopback address",
        ),
    ),
    Setting(
        "service_allow",
        "URLs",
        (),
        Text(
            "查询可用 SERVICE 访问的端点 URL，以空格分隔；其域名若解析到内网，还须列出该网络",
            "Endpoints that a query may ask by SERVICE, URLs separated by spaces; "
            "a network too where a name leads to a private address",
        ),
    ),
    Setting(
        "service_seconds",
        "seconds",
        5,
        Text("每次 SERVICE 访问的时限", "Most time that one SERVICE may take"),
        1,
        3_600,
    ),
    Setting(
        "service_mb",
        "MB",
        5,
        Text("每次 SERVICE 答案的最大长度", "Longest answer of one SERVICE"),
        1,
        10_000,
    ),
    Setting(
        "upload_mb",
        "MB",
        20,
        Text("在网页上校验的文件的最大长度", "Longest draft that is taken for checking"),
        1,
        100,
    ),
    Setting(
        "check_seconds",
        "seconds",
        30,
        Text("每次校验草稿的时限", "Most time that checking a draft may take"),
        1,
        3_600,
    ),
    Setting(
        "check_memory_mb",
        "MB",
        1_024,
        Text("每次校验草稿可用的内存", "Most memory that checking a draft may use"),
        256,
        1_000_000,
    ),
    Setting(
        "check_processes",
        "processes",
        2,
        Text("每个服务进程同时校验的草稿数", "Drafts that one server process checks at once"),
        1,
        100,
    ),
    Setting(
        "review_folder",
        "folder",
        "",
        Text(
            "待审核的链接文件（kg link 所写）所在的文件夹，在 /links/review 审核；空则没有这一页",
            "Folder of files of links, as kg link writes them, that are reviewed at /links/review; "
            "empty for no such page",
        ),
    ),
    Setting(
        "review_token",
        "",
        "",
        Text(
            "审核页的口令，至少 16 个字符；空则没有这一页",
            "Token of that page, 16 characters or more; empty for no such page",
        ),
    ),
    Setting(
        "stop_seconds",
        "seconds",
        15,
        Text(
            "停止服务时，留给进行中请求的时间",
            "Time that requests in progress are given when the server stops",
        ),
        0,
        3_600,
    ),
    Setting("lang", "", "zh", Text("界面语言：zh 或 en", "Language of messages and pages: zh or en")),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of the table for one run."""

    home: Path
    store: str = ""
    engine: str = "auto"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    max_query_bytes: int = 100_000
    query_seconds: int = 10
    query_memory_mb: int = 512
    queries_memory_mb: int = 2_048
    query_stack_mb: int = 64
    result_mb: int = 100
    query_processes: int = 24
    client_seconds: int = 30
    connections: int = 1_000
    requests_per_minute: int = 600
    unlimited_clients: tuple[str, ...] = _LOOPBACK
    trusted_proxies: tuple[str, ...] = _LOOPBACK
    cache_mb: int = 64
    access_log: str = "redacted"
    metrics: str = "public"
    service_allow: tuple[str, ...] = ()
    service_seconds: int = 5
    service_mb: int = 5
    upload_mb: int = 20
    check_seconds: int = 30
    check_memory_mb: int = 1_024
    check_processes: int = 2
    review_folder: str = ""
    review_token: str = field(default="", repr=False)
    stop_seconds: int = 15
    lang: Lang = "zh"

    @property
    def service_urls(self) -> tuple[str, ...]:
        """Endpoints that a query may ask, without the networks among ``service_allow``."""
        return tuple(entry for entry in self.service_allow if "://" in entry)

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


def _parse(setting: Setting, raw: str, name: str) -> object:
    if isinstance(setting.default, int):
        return _number(raw, setting.least, setting.most, name)
    if isinstance(setting.default, tuple):
        return _entries(setting, raw, name)
    if setting.choices and raw.strip() not in setting.choices:
        raise BadValueError(name, raw, Text("、".join(setting.choices), " or ".join(setting.choices)))
    if setting.name == "metrics" and raw.strip() not in ("public", "off"):
        return str(_number(raw, 1, 65_535, name))
    if setting.name == "lang":
        lang = raw.strip().lower().replace("_", "-").split("-")[0]
        if lang not in LANGS:
            raise BadValueError(name, raw, Text("zh 或 en", "zh or en"))
        return lang
    if setting.name == "review_token" and len(raw.strip()) < SHORTEST_TOKEN:
        expected = Text(f"至少 {SHORTEST_TOKEN} 个字符", f"a text of {SHORTEST_TOKEN} characters or more")
        raise BadValueError(name, "…", expected)
    if setting.name == "home":
        return Path(raw)
    return raw.strip()


def _number(raw: str, low: int, high: int, name: str) -> int:
    if not raw.strip().isascii() or not raw.strip().isdigit() or not low <= int(raw) <= high:
        expected = Text(f"{low} 到 {high} 之间的整数", f"a whole number from {low} to {high}")
        raise BadValueError(name, raw, expected)
    return int(raw)


def _entries(setting: Setting, raw: str, name: str) -> tuple[str, ...]:
    """The words of a list; URLs where the setting is of URLs, else networks."""
    words = () if raw.strip() == "none" else tuple(raw.replace(",", " ").split())
    for word in words:
        if not (setting.unit == "URLs" and _is_url(word)) and not _is_network(word):
            expected = Text("网络（如 10.0.0.0/8）", "a network such as 10.0.0.0/8")
            if setting.unit == "URLs":
                expected = Text("以 http 开头的 URL", "a URL that begins with http")
            raise BadValueError(name, word, expected)
    return words


def _is_url(word: str) -> bool:
    try:
        parts = urlsplit(word)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_network(word: str) -> bool:
    try:
        ip_network(word, strict=False)
    except ValueError:
        return False
    return True


def hand_down(variable: str, value: str) -> None:
    """Set a variable of the environment that libraries in child processes read."""
    os.environ[variable] = value
