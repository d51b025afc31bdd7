"""Every error has a stable code of its own and one sentence in each language."""

import pickle
import re

import pytest

from kg_service import errors
from kg_service.errors import KgServiceError
from kg_service.model import Place, Text

CODES = {
    "error": KgServiceError(Text("出错了", "it went wrong")),
    "syntax": errors.SyntaxProblemError("a.ttl", 3, 14, Text("应为“.”。", "Expected “.”.")),
    "unknown-name": errors.UnknownNameError(Text("部门", "body"), "省民政", ["省民政厅"]),
    "unknown-edition": errors.UnknownEditionError("heilongjiang/2023", ["heilongjiang/2024"]),
    "unknown-query": errors.UnknownQueryError("services-of-bodies", ["services-of-body"]),
    "unknown-parameter": errors.UnknownParameterError("services-of-body", "bodies", ["body"]),
    "unknown-value": errors.UnknownValueError("body", "省民政", ["省民政厅"]),
    "unknown-format": errors.UnknownFormatError("xls", ["xlsx"]),
    "unknown-graph": errors.UnknownGraphError("https://example.org/g"),
    "missing-parameter": errors.MissingParameterError("services-of-body", ["body"]),
    "bad-value": errors.BadValueError("age", "six", Text("整数", "a whole number")),
    "not-acceptable": errors.NotAcceptableError("image/png", ["text/turtle", "text/html"]),
    "refused-query": errors.RefusedQueryError(
        "SERVICE", Text("不访问其他端点。", "no other endpoint is asked.")
    ),
    "read-only": errors.UpdateRefusedError("INSERT"),
    "evaluation": errors.QueryEvaluationError("out of memory"),
    "limit-exceeded": errors.LimitExceededError("result_mb", 1, Text("超过 1 MB 的上限。", "Over 1 MB.")),
    "query-timeout": errors.QueryTimeoutError(10),
    "query-memory": errors.QueryMemoryError(512),
    "query-depth": errors.QueryDepthError(64),
    "result-too-large": errors.ResultTooLargeError(100),
    "queries-memory": errors.QueriesMemoryError(2048),
    "busy": errors.BusyError("query_processes", 24),
    "rate-limited": errors.RateLimitedError(600, 3),
    "engine-failed": errors.EngineFailedError(),
    "remote-failed": errors.RemoteFailedError(
        "http://127.0.0.1:3030/ds", Text("连接不上", "it can't be reached")
    ),
    "port-in-use": errors.PortInUseError("127.0.0.1", 8000),
    "unreadable-file": errors.UnreadableFileError("a.ttl", Text("不存在", "it is not there")),
    "dataset": errors.DatasetProblemError("a.ttl", Text("两个版本", "two editions")),
    "nothing-checked": errors.NothingCheckedError(["a.ttl"]),
    "unreadable-document": errors.UnreadableDocumentError(
        "a.docx", Text("文件不完整。请重新保存。", "The file is not whole. Save it again.")
    ),
    "unsupported-document": errors.UnsupportedDocumentError("a.ods", Text("电子表格", "a spreadsheet")),
    "encrypted-document": errors.EncryptedDocumentError("a.docx"),
    "document-too-large": errors.DocumentTooLargeError(
        "a.docx", Text("解压后的内容", "What it unpacks to"), 100, Text("MB", "MB")
    ),
    "document-timeout": errors.DocumentTimeoutError("a.docx", 60),
    "document-memory": errors.DocumentMemoryError("a.docx", 1_024),
    "tangled-nodes": errors.TangledNodesError("a.ttl"),
    "no-table": errors.NoTableError("a.docx", [Text("责任部门", "responsible bodies")], "服务对象"),
    "missing-program": errors.MissingProgramError(
        "a.doc",
        Text("旧式 Word 文件", "an old Word file"),
        "LibreOffice",
        Text("请另存。", "Save it as .docx."),
    ),
    "malformed-decision": errors.MalformedDecisionError(
        "decisions.tsv", 4, Text("“一样”应为 same 等。", "“alike” should be one of same, different.")
    ),
    "unknown-link": errors.UnknownLinkError("x.sssom.tsv", "https://a", "https://p", "https://b"),
    "link-decided": errors.LinkDecidedError("x.sssom.tsv", "https://a", "https://p", "https://b"),
    "edition-exists": errors.EditionExistsError("heilongjiang/2024"),
    "cell-too-long": errors.CellTooLongError(3, 40_000, 32_767),
    "check-stopped": errors.CheckStoppedError(["a.ttl"], Text("用时超过 120 秒", "it took 120 seconds")),
    "not-annotatable": errors.NotAnnotatableError(
        "draft.csv", Text("只有 .docx 和 .xlsx 能加批注。", "Only .docx and .xlsx have room for notes.")
    ),
    "nothing-compared": errors.NothingComparedError("draft.csv"),
    "not-checked": errors.NotCheckedError("the rules go round"),
    "not-published": errors.NotPublishedError("/srv/care", Text("磁盘空间不足", "there is no space left")),
    "publish-busy": errors.PublishBusyError("/srv/care", Text("甲，进程 12", "somebody, process 12")),
    "publication-stopped": errors.PublicationStoppedError(0, 2),
    "edition-changed": errors.EditionChangedError("heilongjiang/2024", "0123", ["<a> <b> 1"], [], 1),
    "edition-missing": errors.EditionMissingError(["heilongjiang/2024"], "0123"),
    "damaged-snapshot": errors.DamagedSnapshotError("0123", [Text("哈希不符", "another hash")]),
    "unknown-snapshot": errors.UnknownSnapshotError("0123", ["0124"]),
    "no-earlier-snapshot": errors.NoEarlierSnapshotError("/srv/care", ["0124"]),
}
"""Codes are part of the interface: a changed one breaks those who read it."""


def all_errors(base: type[KgServiceError] = KgServiceError) -> set[type[KgServiceError]]:
    own = {c for c in base.__subclasses__() if c.__module__.startswith(errors.__name__)}
    return {base}.union(*(all_errors(c) for c in own))


def test_every_error_is_listed_under_its_code():
    assert {type(error) for error in CODES.values()} == all_errors()
    assert {code: error.code for code, error in CODES.items()} == {code: code for code in CODES}


@pytest.mark.parametrize("error", CODES.values(), ids=CODES)
def test_sentences(error):
    assert re.search("[\u4e00-\u9fff]", error.text.zh)
    assert error.text.en.strip()
    assert error.text.zh != error.text.en
    assert not re.search(r"[{}]|None", error.text.zh + error.text.en)
    assert str(error) == error.text.en


@pytest.mark.parametrize("error", CODES.values(), ids=CODES)
def test_errors_cross_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("syntax", {"document": "a.ttl", "line": 3, "column": 14}, id="syntax"),
        pytest.param(
            "unknown-parameter", {"query": "services-of-body", "nearest": ("body",)}, id="parameter"
        ),
        pytest.param("bad-value", {"name": "age", "value": "six"}, id="value"),
        pytest.param("port-in-use", {"host": "127.0.0.1", "port": 8000}, id="port"),
    ],
)
def test_errors_keep_their_data_and_say_it(code, data):
    error = CODES[code]
    assert {name: getattr(error, name) for name in data} == data
    for value in data.values():
        for said in value if isinstance(value, tuple) else (value,):
            assert str(said) in error.text.zh
            assert str(said) in error.text.en


def test_a_syntax_problem_has_a_place():
    assert CODES["syntax"].place == Place("a.ttl", 3, 14)


def test_a_syntax_problem_without_a_place_says_none():
    error = errors.SyntaxProblemError("a.jsonld", None, None, Text("应为对象。", "Expected an object."))
    assert error.text == Text(
        "a.jsonld：语法有误。应为对象。", "a.jsonld: this does not parse. Expected an object."
    )


def test_without_anything_near_nothing_is_suggested():
    assert errors.UnknownQueryError("zzz").text == Text(
        "没有名为“zzz”的查询。", "There is no named query called “zzz”."
    )
