"""Everything that can go wrong in a way that a person can mend.

Each error keeps its data, a stable code and one sentence in zh and en: where, what was found, what to do.
No HTTP status and no exit code here: ``web`` and ``cli`` hold one table each.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from kg_service.model import Place, Text


class KgServiceError(Exception):
    """Base of all errors of this package; ``str()`` is the English sentence."""

    code: ClassVar[str] = "error"

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)

    def __reduce__(self) -> tuple[Callable[..., "KgServiceError"], tuple[type, str, dict[str, Any]]]:
        # Exceptions are rebuilt from ``args`` by default, which fails as soon as ``__init__`` takes data.
        return _rebuild, (type(self), self.text.en, dict(self.__dict__))


def _rebuild(kind: type[KgServiceError], sentence: str, data: dict[str, Any]) -> KgServiceError:
    error = kind.__new__(kind, sentence)
    error.args = (sentence,)
    error.__dict__.update(data)
    return error


class SyntaxProblemError(KgServiceError):
    """A file or a query that can't be parsed."""

    code = "syntax"

    def __init__(self, document: str, line: int | None, column: int | None, expected: Text) -> None:
        self.document, self.line, self.column, self.expected = document, line, column, expected
        at_zh = f"，第 {line} 行" if line is not None else ""
        at_zh += f"第 {column} 个字符" if column is not None else ""
        at_en = f", line {line}" if line is not None else ""
        at_en += f", column {column}" if column is not None else ""
        super().__init__(
            Text(
                zh=f"{document}{at_zh}：语法有误。{expected.zh}",
                en=f"{document}{at_en}: this does not parse. {expected.en}",
            )
        )

    @property
    def place(self) -> Place:
        """Where it stopped making sense."""
        return Place(self.document, self.line, self.column)


class UnknownNameError(KgServiceError):
    """A name that stands for nothing here; the nearest names that do are offered."""

    code = "unknown-name"

    def __init__(self, kind: Text, name: str, nearest: Sequence[str] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        hint_zh = f"您要找的是不是：{'、'.join(self.nearest)}？" if self.nearest else ""
        hint_en = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(
            Text(
                zh=f"没有名为“{name}”的{kind.zh}。{hint_zh}",
                en=f"There is no {kind.en} called “{name}”.{hint_en}",
            )
        )


class UnknownEditionError(UnknownNameError):
    """An edition (``heilongjiang/2024``) that is not in the graph."""

    code = "unknown-edition"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("清单版本", "edition"), name, nearest)


class UnknownQueryError(UnknownNameError):
    """A named query that the catalogue does not hold."""

    code = "unknown-query"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("查询", "named query"), name, nearest)


class UnknownParameterError(UnknownNameError):
    """A parameter that the named query does not take."""

    code = "unknown-parameter"

    def __init__(self, query: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.query = query
        super().__init__(Text(f"“{query}”查询参数", f"parameter of “{query}”"), name, nearest)


class UnknownValueError(UnknownNameError):
    """A value of a parameter that is none of its choices."""

    code = "unknown-value"

    def __init__(
        self, parameter: str, name: str, nearest: Sequence[str] = (), allowed: Sequence[str] = ()
    ) -> None:
        self.parameter, self.allowed = parameter, tuple(allowed)
        super().__init__(Text(f"“{parameter}”可选值", f"choice of “{parameter}”"), name, nearest)


class UnknownFormatError(UnknownNameError):
    """A format that is not in the table of formats."""

    code = "unknown-format"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("格式", "format"), name, nearest)


class UnknownGraphError(UnknownNameError):
    """A graph that the dataset does not hold; it is never fetched."""

    code = "unknown-graph"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("图", "graph"), name, nearest)


class MissingParameterError(KgServiceError):
    """A named query was asked without a parameter that it can't do without."""

    code = "missing-parameter"

    def __init__(self, query: str, names: Sequence[str]) -> None:
        self.query, self.names = query, tuple(names)
        super().__init__(
            Text(
                zh=f"查询“{query}”缺少必填参数：{'、'.join(self.names)}。",
                en=f"The query “{query}” needs a value for {', '.join(self.names)}.",
            )
        )


class BadValueError(KgServiceError):
    """A value of the wrong type or out of its range."""

    code = "bad-value"

    def __init__(self, name: str, value: str, expected: Text) -> None:
        self.name, self.value, self.expected = name, value, expected
        super().__init__(
            Text(
                zh=f"“{name}”的值“{value}”不合要求：应为{expected.zh}。",
                en=f"“{value}” will not do for {name}: {expected.en} is expected.",
            )
        )


class NotAcceptableError(KgServiceError):
    """None of the formats that were asked for can be given.

    ``kind`` is that of the answer, where an engine found out that it is of another than was asked for.
    """

    code = "not-acceptable"

    def __init__(self, asked: str, offered: Sequence[str], kind: str = "") -> None:
        self.asked, self.offered, self.kind = asked, tuple(offered), kind
        super().__init__(
            Text(
                zh=f"无法以“{asked}”格式提供。可用格式：{'、'.join(self.offered)}。",
                en=f"This can't be given as “{asked}”. It is offered as {', '.join(self.offered)}.",
            )
        )


class RefusedQueryError(KgServiceError):
    """A query that parses but asks for what this service does not do."""

    code = "refused-query"

    def __init__(self, construct: str, reason: Text) -> None:
        self.construct, self.reason = construct, reason
        super().__init__(
            Text(
                zh=f"查询中的 {construct} 不予执行：{reason.zh}",
                en=f"{construct} is refused: {reason.en}",
            )
        )


class UpdateRefusedError(KgServiceError):
    """A SPARQL Update was sent to a graph that is read-only."""

    code = "read-only"

    def __init__(self, operation: str) -> None:
        self.operation = operation
        super().__init__(
            Text(
                zh=f"本图谱只读，不接受 {operation} 更新操作。请改用 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
                en=f"The graph is read-only and takes no {operation}. "
                "Use SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )
        )


class QueryEvaluationError(KgServiceError):
    """The engine gave up on a query that parses."""

    code = "evaluation"

    def __init__(self, detail: str | Text) -> None:
        """*detail* is a Text where the reason is ours, a str where it is in the engine's words."""
        said = Text(detail, detail) if isinstance(detail, str) else detail
        self.detail = said.en
        super().__init__(
            Text(zh=f"查询执行失败：{said.zh}", en=f"The query could not be evaluated: {said.en}")
        )


class LimitExceededError(KgServiceError):
    """A query that was stopped because it needed more than a setting allows."""

    code = "limit-exceeded"

    def __init__(self, setting: str, limit: int | float, text: Text) -> None:
        self.setting, self.limit = setting, limit
        super().__init__(text)


class QueryTimeoutError(LimitExceededError):
    """A query that took too long."""

    code = "query-timeout"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "query_seconds",
            seconds,
            Text(
                zh=f"查询超过 {seconds:g} 秒的时限，已被终止。请加上更具体的条件或 LIMIT。",
                en=f"The query was stopped at the limit of {seconds:g} seconds. "
                "Make its patterns more specific, or add LIMIT.",
            ),
        )


class QueryMemoryError(LimitExceededError):
    """A query that needed too much memory."""

    code = "query-memory"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "query_memory_mb",
            megabytes,
            Text(
                zh=f"查询所需内存超过 {megabytes} MB 的上限，已被终止。请减少分组、排序或拼接的数据量。",
                en=f"The query was stopped at the limit of {megabytes} MB of memory. "
                "Group, sort or concatenate less.",
            ),
        )


class QueryDepthError(LimitExceededError):
    """A query that is nested more deeply than the engine's stack holds."""

    code = "query-depth"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "query_stack_mb",
            megabytes,
            Text(
                zh=f"查询嵌套过深，超过引擎 {megabytes} MB 的栈，已被终止。请化简或拆分查询。",
                en="The query was stopped: it is nested more deeply than the engine's stack "
                f"of {megabytes} MB holds. Simplify or split it.",
            ),
        )


class ResultTooLargeError(LimitExceededError):
    """An answer that is longer than is sent."""

    code = "result-too-large"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "result_mb",
            megabytes,
            Text(
                zh=f"答案超过 {megabytes} MB 的上限，查询已被终止。"
                "请用 LIMIT 和 OFFSET 分批取，或下载整个数据集。",
                en=f"The query was stopped: its answer is longer than the limit of {megabytes} MB. "
                "Take it in parts by LIMIT and OFFSET, or download the dataset.",
            ),
        )


class QueriesMemoryError(LimitExceededError):
    """All queries together need more memory than they may take; this one had the most of it."""

    code = "queries-memory"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "queries_memory_mb",
            megabytes,
            Text(
                zh=f"各查询合计用内存超过 {megabytes} MB，用得最多的这个已被停止。请稍后再试，或缩小它。",
                en=f"All queries at once took more than the limit of {megabytes} MB of memory, and this one, "
                "which had the most of it, was stopped. Try again shortly, or ask for less.",
            ),
        )


class BusyError(LimitExceededError):
    """More queries at once than the server takes."""

    code = "busy"

    def __init__(self, setting: str, limit: int) -> None:
        super().__init__(
            setting,
            limit,
            Text(
                zh=f"服务器正忙：同时进行的查询已达上限（{limit} 个）。请稍后再试。",
                en=f"The server is busy: it has reached its limit of {limit} queries at once. "
                "Try again shortly.",
            ),
        )


class RateLimitedError(LimitExceededError):
    """More requests of one client than it may send."""

    code = "rate-limited"

    def __init__(self, per_minute: int, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(
            "requests_per_minute",
            per_minute,
            Text(
                zh=f"请求过于频繁：每分钟最多 {per_minute} 次。请在 {retry_after_seconds} 秒后再试。",
                en=f"Too many requests: the limit is {per_minute} a minute. "
                f"Try again in {retry_after_seconds} seconds.",
            ),
        )


class EngineFailedError(KgServiceError):
    """A query process that ended unexpectedly; the query may be tried again."""

    code = "engine-failed"

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="执行查询的进程意外结束，查询没有完成。请再试一次；若仍失败，请化简查询。",
                en="The process that evaluated the query ended unexpectedly. "
                "Try again; if that fails too, simplify the query.",
            )
        )


class RemoteFailedError(KgServiceError):
    """A remote engine that can't be reached, or does not do what it was asked."""

    code = "remote-failed"

    def __init__(
        self, endpoint: str, reason: Text, *, status: int | None = None, retry_after: str = ""
    ) -> None:
        """Say what it did not do.

        Args:
            endpoint: Its URL, without a password.
            reason: Why.
            status: Of its HTTP answer; None where there was none.
            retry_after: That header of it.
        """
        self.endpoint, self.reason = endpoint, reason
        self.status, self.retry_after = status, retry_after
        super().__init__(
            Text(
                zh=f"远程引擎 {endpoint} 没有完成请求：{reason.zh}。",
                en=f"The remote engine {endpoint} did not do what it was asked: {reason.en}.",
            )
        )


class PortInUseError(KgServiceError):
    """The server can't listen where it was told to."""

    code = "port-in-use"

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            Text(
                zh=f"{host} 的端口 {port} 已被占用。请换一个端口，例如 --port {port + 1}。",
                en=f"Port {port} of {host} is in use. Choose another one, for example --port {port + 1}.",
            )
        )


class UnreadableFileError(KgServiceError):
    """A file or folder that is not there or can't be read."""

    code = "unreadable-file"

    def __init__(self, path: str, reason: Text) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            Text(zh=f"无法读取 {path}：{reason.zh}。", en=f"{path} can't be read: {reason.en}."),
        )


class DatasetProblemError(KgServiceError):
    """Files that parse, each by itself, but do not make one dataset."""

    code = "dataset"

    def __init__(self, document: str, reason: Text) -> None:
        self.document, self.reason = document, reason
        super().__init__(Text(zh=f"{document}：{reason.zh}。", en=f"{document}: {reason.en}."))


class NothingCheckedError(KgServiceError):
    """A validation that met nothing to check, which proves nothing."""

    code = "nothing-checked"

    def __init__(self, documents: Sequence[str]) -> None:
        self.documents = tuple(documents)
        super().__init__(
            Text(
                zh=f"{'、'.join(self.documents)}：没有任何规则适用的内容，因此不能算通过。请确认文件内容正确。",
                en=f"{', '.join(self.documents)}: no rule found anything to check, so this is no pass. "
                "Is it the right file?",
            )
        )


class NotCheckedError(KgServiceError):
    """A validation that could not be carried out: a failure, which is not a violation."""

    code = "not-checked"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(Text(zh=f"校验未能完成：{detail}", en=f"The check could not be completed: {detail}"))
