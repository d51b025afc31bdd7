"""Checking a draft over HTTP: as a page, as an API, what it refuses, what it keeps of a draft (nothing)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from draft_tables import ORDER, Line, csv_of, docx_of, edited, lines, xlsx_of
from flask.testing import FlaskClient
from long_run import part
from rdflib import Graph
from test_web_serve import Server, serving
from werkzeug import formparser
from werkzeug.test import TestResponse

from kg_service.editions.loading import load_edition
from kg_service.errors import DocumentMemoryError, DocumentTimeoutError
from kg_service.model import NO_EDITION, Column, Edition
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.validation import sealed
from kg_service.validation.drafts import Asked, check_draft
from kg_service.web import check as view
from kg_service.web import create_app
from kg_service.web.uploads import clean_name, ending_of

HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}
EDITION = "heilongjiang/2024"
FAULTS = [
    (3, Column.DEPARTMENTS, "省卫生健康委、省教育厅"),
    (5, Column.SERVICE, "普通高中<script>alert(1)</script>教育服务"),
    (7, Column.CONTENT, lambda text: text + "；组织夏令营"),
    (9, Column.NUMBER, "九"),
]


def tsv_of(table: list[Line]) -> str:
    heading = {column: column.label.zh for column in ORDER}
    return "\n".join("\t".join(row[column] for column in ORDER) for row in (heading, *table))


@pytest.fixture(scope="module")
def draft() -> bytes:
    return docx_of(edited(FAULTS))


def post(
    client: FlaskClient,
    content: bytes,
    name: str = "草稿.docx",
    /,
    headers: dict[str, str] = JSON,
    lang: str = "",
    **fields: str,
) -> TestResponse:
    data: dict[str, Any] = {"file": (io.BytesIO(content), name), **fields}
    return client.post(f"/check?lang={lang}", data=data, headers=headers, content_type="multipart/form-data")


@pytest.fixture(scope="module")
def shown(client: FlaskClient, draft: bytes) -> str:
    response = post(client, draft, headers=HTML)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return response.text


def cell(text: str, words: str) -> str:
    """The cell that *words* stand in."""
    return next(found for found in re.findall(r"<td.*?</td>", text, re.DOTALL) if words in found)


def test_the_form_works_without_script(client: FlaskClient) -> None:
    text = client.get("/check", headers=HTML).text
    form = re.search(r"<form class=\"check\".*?</form>", text, re.DOTALL)
    assert form
    assert 'method="post" enctype="multipart/form-data" action="/check"' in form[0]
    assert f'<option value="{EDITION}">' in form[0]
    assert "<script" not in text


def test_findings_stand_at_their_cells(shown: str) -> None:
    assert "✖ 违反规则" in cell(shown, "省卫生健康委")
    assert "shape:cell-unknown-body" in cell(shown, "省卫生健康委")
    assert "shape:cell-not-a-number" in cell(shown, '<div lang="zh">九</div>')
    assert "<li" not in cell(shown, "学前教育服务")


def test_what_reading_set_aside_is_listed(shown: str) -> None:
    remarks = shown.split('id="remarks"')[1].split("</section>")[0]
    assert "放在一边" in remarks
    assert "流动儿童在居住地享有关爱服务清单（2025年版）" in remarks


def test_what_changed_is_shown(shown: str) -> None:
    changes = shown.split('id="changes"')[1]
    assert f"与 {EDITION} 相比" in changes
    assert "<ins>；组织夏令营</ins>" in changes


def test_text_of_a_draft_is_data(shown: str) -> None:
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_speaks_both_languages(client: FlaskClient, draft: bytes, lang: str) -> None:
    response = post(client, draft, headers=HTML, lang=lang)
    assert response.headers["Content-Language"] == lang
    assert ("Result of the check" in response.text) is (lang == "en")
    assert ("Does not conform" in response.text) is (lang == "en")


def test_the_answer_for_programs(client: FlaskClient, draft: bytes) -> None:
    found = post(client, draft).json
    assert found["conforms"] is False
    assert {finding["ruleName"] for finding in found["findings"]} >= {"shape:cell-unknown-body"}
    assert [remark["code"] for remark in found["remarks"]][:1] == ["title"]
    assert found["against"] == {"草稿.docx": EDITION}
    assert found["comparison"]["old"]["name"] == EDITION


def _xml(content: bytes) -> object:
    return ElementTree.fromstring(content)


def _notes_of_word(content: bytes) -> object:
    return list(docx.Document(io.BytesIO(content)).comments)


READERS = {
    "report": lambda content: "✖" in content.decode(),
    "annotated": _notes_of_word,
    "json": json.loads,
    "csv": lambda content: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))),
    "sarif": lambda content: json.loads(content)["runs"][0]["results"],
    "junit": _xml,
    "turtle": lambda content: Graph().parse(data=content, format="turtle"),
    "changes": lambda content: "<ins>" in content.decode(),
    "changes-markdown": lambda content: "夏令营" in content.decode(),
    "changes-csv": lambda content: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))),
    "changes-turtle": lambda content: Graph().parse(data=content, format="turtle"),
}


def test_every_file_that_the_form_offers_is_read_below() -> None:
    assert {format_.name for format_ in view.OFFERED} == {"html", *READERS}


@pytest.fixture(scope="module")
def before(store: EmbeddedStore, home: Path) -> Edition:
    return load_edition(store, EDITION, home=home)


@pytest.mark.parametrize("name", part(list(READERS), 2))
def test_each_file_is_one_of_its_kind(draft: bytes, name: str, before: Edition, home: Path) -> None:
    checked = check_draft(replace(asked(draft, "草稿.docx"), wanted=name, before=before), home)
    assert checked.file
    assert READERS[name](checked.file)


@pytest.mark.parametrize("name", ["annotated", "csv", "changes"])
def test_a_file_is_saved_under_a_name_of_its_own(client: FlaskClient, draft: bytes, name: str) -> None:
    response = post(client, draft, format=name, headers=HTML)
    assert response.status_code == 200
    saved = response.headers["Content-Disposition"]
    assert saved.startswith(f'attachment; filename="draft-{name}.')
    assert f"filename*=UTF-8''%E8%8D%89%E7%A8%BF-{name}." in saved
    assert READERS[name](response.data)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(None, "application/json", id="no-header"),
        pytest.param("application/sarif+json", "application/sarif+json", id="sarif"),
        pytest.param("application/xml", "application/xml", id="junit"),
        pytest.param("text/turtle", "text/turtle", id="turtle"),
        pytest.param("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html", id="browser"),
    ],
)
def test_accept_decides(client: FlaskClient, draft: bytes, accept: str | None, media_type: str) -> None:
    response = post(client, draft, headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (200, media_type)


def test_a_workbook_comes_back_with_notes(client: FlaskClient) -> None:
    response = post(client, xlsx_of(edited(FAULTS)), "draft.xlsx", format="annotated")
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    assert any(cell.comment for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("draft.csv", lambda table: csv_of(table), id="csv"),
        pytest.param("draft.tsv", lambda table: tsv_of(table).encode("gb18030"), id="tsv-in-gb18030"),
        pytest.param("draft.xlsx", xlsx_of, id="xlsx"),
    ],
)
def test_other_forms_are_read(client: FlaskClient, name: str, content: Any) -> None:
    found = post(client, content(edited(FAULTS)), name).json
    assert "shape:cell-unknown-body" in {finding["ruleName"] for finding in found["findings"]}


def test_a_graph_is_checked_by_the_shapes(client: FlaskClient, home: Path) -> None:
    text = (home / "data" / "checklist.ttl").read_text(encoding="utf-8")
    broken = re.sub(r'dct:title "义务教育服务"@zh', 'dct:title "义务教育服务"@fr', text)
    assert broken != text
    given = post(client, broken.encode(), "draft.ttl", against=EDITION).json
    assert given["conforms"] is False
    assert any(finding["focus"].endswith("/2024/service/3") for finding in given["findings"])
    assert post(client, text.encode(), "draft.ttl").json["conforms"] is True


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(tsv_of(edited(FAULTS)), id="tabs"),
        pytest.param(csv_of(edited(FAULTS)).decode("utf-8-sig"), id="commas"),
        pytest.param(tsv_of(edited(FAULTS)).replace("\n", "\r\n"), id="as-browsers-send-it"),
    ],
)
@pytest.mark.parametrize("form", part(["multipart/form-data", "application/x-www-form-urlencoded"], 2))
def test_a_draft_can_be_pasted(client: FlaskClient, text: str, form: str) -> None:
    response = client.post("/check", data={"text": text}, headers=JSON, content_type=form)
    assert "shape:cell-unknown-body" in {finding["ruleName"] for finding in response.json["findings"]}


def test_a_pasted_text_stays_in_the_form(client: FlaskClient) -> None:
    response = client.post(
        "/check", data={"text": tsv_of(lines()), "file": (io.BytesIO(b""), "")}, headers=HTML
    )
    assert response.status_code == 200
    assert "学前教育服务" in response.text.split("<textarea")[1].split("</textarea>")[0]


@pytest.mark.parametrize(
    ("against", "held"),
    [
        pytest.param("", {"草稿.docx": EDITION}, id="by-title"),
        pytest.param(EDITION, {"草稿.docx": EDITION}, id="named"),
        *(pytest.param(none, {}, id=f"none-{none}") for none in NO_EDITION),
    ],
)
def test_what_it_is_held_against(
    client: FlaskClient, draft: bytes, against: str, held: dict[str, str]
) -> None:
    found = post(client, draft, against=against).json
    assert found["against"] == held
    assert (found["comparison"] is None) is (not held)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("content", "name", "fields", "status", "code"),
    [
        pytest.param(b"", "a.docx", {}, 400, "no-draft", id="empty"),
        pytest.param(b"x", "a.txt", {"text": "y"}, 400, "bad-value", id="both"),
        pytest.param(b"x", "a.txt", {"edition": "y"}, 400, "unknown-parameter", id="field"),
        pytest.param(b"x", "a.txt", {"format": "pdf"}, 400, "unknown-format", id="format"),
        pytest.param(b"x", "a.txt", {"against": "../../etc/passwd"}, 404, "unknown-edition", id="edition"),
        pytest.param(PNG, "a.docx", {}, 415, "unsupported-document", id="picture"),
        pytest.param("没有表格".encode(), "a.txt", {}, 422, "no-table", id="no-table"),
        pytest.param(b"PK\x03\x04broken", "a.docx", {}, 422, "unreadable-document", id="broken"),
        pytest.param(b"<a> <b> .", "a.ttl", {}, 400, "syntax", id="syntax"),
        pytest.param(csv_of(lines()), "a.csv", {"format": "annotated"}, 422, "not-annotatable", id="notes"),
        pytest.param(
            csv_of(lines()),
            "a.csv",
            {"format": "changes", "against": "none"},
            422,
            "nothing-compared",
            id="changes",
        ),
    ],
)
def test_what_is_refused(
    client: FlaskClient, content: bytes, name: str, fields: dict[str, str], status: int, code: str
) -> None:
    response = post(client, content, name, **fields)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert response.json["code"] == code
    assert str(tempfile.gettempdir()) not in response.text


@pytest.mark.parametrize(("content", "name"), [(b"", "a.txt"), (PNG, "a.docx")])
def test_a_refusal_speaks_both_languages(client: FlaskClient, content: bytes, name: str) -> None:
    titles = [post(client, content, name, lang=lang).json["title"] for lang in ("zh", "en")]
    assert [bool(re.search("[\u4e00-\u9fff]", title)) for title in titles] == [True, False]


@pytest.mark.parametrize("content_type", ["application/json", "text/csv", "application/octet-stream", ""])
def test_a_body_that_is_no_form(client: FlaskClient, content_type: str) -> None:
    response = client.post("/check", data=b"x", content_type=content_type)
    assert response.status_code == 415
    assert "multipart/form-data" in response.headers["Accept-Post"]


def test_a_form_that_breaks_off(client: FlaskClient) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'
    response = client.post("/check", data=body, content_type="multipart/form-data; boundary=x")
    assert 400 <= response.status_code < 500
    assert client.post("/check", data=b"x", content_type="multipart/form-data").status_code == 400


def test_an_error_is_a_page_for_people(client: FlaskClient) -> None:
    response = post(client, PNG, headers=HTML)
    assert (response.status_code, response.mimetype) == (415, "text/html")
    assert "图片" in response.text


@pytest.mark.parametrize("form", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_draft_that_is_too_long(store: EmbeddedStore, home: Path, catalogue: Catalogue, form: str) -> None:
    small = create_app(store, Settings(home=home, upload_mb=1), catalogue).test_client()
    response = small.post("/check", data={"text": "长" * 500_000}, headers=JSON, content_type=form)
    assert (response.status_code, response.json["code"]) == (413, "upload-too-large")
    assert (response.json["setting"], response.json["limit"]) == ("upload_mb", 1)


def test_a_draft_too_many(
    store: EmbeddedStore, home: Path, catalogue: Catalogue, draft: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(store, Settings(home=home, check_processes=1), catalogue)
    begun, done, real = threading.Event(), threading.Event(), sealed.check_sealed

    def slowly(*arguments: Any, **more: Any) -> Any:
        begun.set()
        assert done.wait(60)
        return real(*arguments, **more)

    monkeypatch.setattr(sealed, "check_sealed", slowly)
    statuses: list[int] = []
    first = threading.Thread(target=lambda: statuses.append(post(app.test_client(), draft).status_code))
    first.start()
    assert begun.wait(60)
    try:
        response = post(app.test_client(), draft)
        assert (response.status_code, response.json["code"]) == (503, "checks-busy")
        assert int(response.headers["Retry-After"]) > 0
    finally:
        done.set()
        first.join()
    assert statuses == [200]
    assert post(app.test_client(), draft).status_code == 200


def test_nothing_is_written_to_the_disk(
    client: FlaskClient, draft: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    for name in ("TemporaryFile", "SpooledTemporaryFile"):  # those of its own imports
        monkeypatch.setattr(formparser, name, refuse, raising=False)
    assert post(client, draft + bytes(2_000_000), "草稿.docx").status_code < 500


def asked(content: bytes, name: str = "a.tsv") -> Asked:
    return Asked(name, content, "json", "zh", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_time_and_memory_are_bounded(home: Path) -> None:
    row = lines()[0]
    long = [row | {Column.NUMBER: str(number), Column.SERVICE: f"服务{number}"} for number in range(1, 1_000)]
    with pytest.raises(DocumentTimeoutError):
        sealed.check_sealed(asked(tsv_of(long).encode()), home, seconds=1, memory_mb=1_024)
    with pytest.raises(DocumentMemoryError):
        sealed.check_sealed(asked(tsv_of(lines()).encode()), home, seconds=60, memory_mb=64)


# Hostile text.


def test_what_would_run_in_a_spreadsheet_does_not(client: FlaskClient) -> None:
    table = edited([(3, Column.DEPARTMENTS, "=cmd|' /C calc'!A0"), (5, Column.SERVICE, "@SUM(1+1)"),
                    (6, Column.BENEFICIARY, "+1+1")])  # fmt: skip
    for name in ("csv", "changes-csv"):
        text = post(client, csv_of(table), "=draft.csv", format=name).data.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any("cmd" in cell for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    book = post(client, xlsx_of(table), "draft.xlsx", format="annotated").data
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert notes
    assert not any(note.startswith("=") for note in notes)


def test_an_iri_that_runs_is_no_link(client: FlaskClient, home: Path) -> None:
    text = (home / "data" / "checklist.ttl").read_text(encoding="utf-8")
    text += "\n<javascript:alert(1)> a <http://purl.org/vocab/cpsv#PublicService> .\n"
    page = post(client, text.encode(), "draft.ttl", headers=HTML).text
    assert "javascript:alert(1)" in page
    assert not re.search(r"(?:href|src|action)=[\"']?\s*javascript:", page)


def test_a_giant_text_does_not_make_a_giant_page(client: FlaskClient) -> None:
    table = edited([(3, Column.SERVICE, "长" * 600_000), (4, Column.DEPARTMENTS, "省长" * 300_000)])
    response = post(client, csv_of(table), "draft.csv", headers=HTML)
    assert response.status_code in (200, 413, 422)
    assert len(response.data) < 8_000_000


RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"


def test_text_that_runs_backwards_stays_in_its_cell(client: FlaskClient) -> None:
    table = edited([(3, Column.SERVICE, f"{RIGHT_TO_LEFT}务服育教务义")])
    page = post(client, docx_of(table), f"a{RIGHT_TO_LEFT}xcod.docx", headers=HTML).text
    assert "shape:cell-invisible-character" in page
    assert f"a{RIGHT_TO_LEFT}" not in page
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert RIGHT_TO_LEFT not in title[1]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("草稿.docx", "草稿.docx"),
        ("C:\\Users\\x\\草稿.docx", "草稿.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie: x.csv"),
        (f"a{RIGHT_TO_LEFT}xcod.exe", "axcod.exe"),
        ("/", "draft"),
        ("x" * 300 + ".docx", "x" * 95 + ".docx"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_name_breaks_no_header(client: FlaskClient, draft: bytes) -> None:
    response = post(client, draft, 'a";\r\nX-Evil: 1;filename="b.exe.docx', format="json")
    assert "X-Evil" not in response.headers
    assert re.fullmatch(
        r"attachment; filename=\"[\w .:=-]+\"(; filename\*=UTF-8''[\w%.-]+)?",
        response.headers["Content-Disposition"],
    )


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("序号\t目标\t对象\t服务\n", ".tsv"),
        ("序号,目标,服务对象,服务项目\n", ".csv"),
        ("@prefix a: <b> .", ".ttl"),
        ("<table>", ".html"),
        ("一、学有所教", ".txt"),
    ],
)
def test_the_kind_of_a_pasted_text(text: str, ending: str) -> None:
    assert ending_of(text) == ending


# Behind the HTTP front.


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(
        home, tmp_path_factory.mktemp("check"), KG_WORKERS="1", KG_UPLOAD_MB="2", KG_LANG="zh"
    ) as found:
        yield found


def send(server: Server, head: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """Send a request as it is and read the answer."""
    import http.client
    import socket

    parts = urlsplit(server.address)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=60) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def form_of(content: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n"


HEAD = "POST /check HTTP/1.1\nHost: x\nContent-Type: multipart/form-data; boundary=x\nContent-Length: {}"


def test_a_draft_comes_through_the_front(server: Server, draft: bytes) -> None:
    body = form_of(draft)
    status, headers, answer = send(server, HEAD.format(len(body)), body)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(answer)["conforms"] is False


def test_a_long_draft_is_let_through_where_a_long_query_is_not(server: Server) -> None:
    body = form_of(bytes(1_500_000))
    status, _, answer = send(server, HEAD.format(len(body)), body)
    assert (status, json.loads(answer)["code"]) in (
        (422, "no-table"),
        (422, "unreadable-document"),
        (400, "no-draft"),
    )
    status, _, answer = send(server, HEAD.replace("/check", "/sparql").format(len(body)))
    assert (status, json.loads(answer)["code"]) == (413, "query-too-large")


def test_a_draft_that_is_too_long_is_refused_before_it_is_sent(server: Server) -> None:
    status, headers, answer = send(server, HEAD.format(3 << 20))
    assert (status, json.loads(answer)["code"]) == (413, "upload-too-large")
    assert headers["connection"] == "close"


def test_drafts_on_their_way_are_bounded(server: Server) -> None:
    import socket
    import time

    parts = urlsplit(server.address)
    waiting = []
    try:
        for _ in range(8):
            connection = socket.create_connection((str(parts.hostname), int(parts.port or 0)))
            connection.sendall(HEAD.format(1000).replace("\n", "\r\n").encode() + b"\r\n\r\n")
            waiting.append(connection)
        deadline = time.monotonic() + 30
        while (found := send(server, HEAD.format(0)))[0] != 503 and time.monotonic() < deadline:
            time.sleep(0.05)
        status, headers, answer = found
        assert (status, json.loads(answer)["code"]) == (503, "checks-busy")
        assert "retry-after" in headers
        assert send(server, "GET /check HTTP/1.1\nHost: x")[0] == 200
    finally:
        for connection in waiting:
            connection.close()
    deadline = time.monotonic() + 30
    while send(server, HEAD.format(0))[0] == 503 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert send(server, HEAD.format(0))[0] == 400
