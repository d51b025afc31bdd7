"""Errors over HTTP: every one has a status, and every one is told in the same form and in both languages."""

import importlib
import json
import pkgutil
from collections.abc import Iterator

import pytest
from flask import Flask
from long_run import part

import kg_service
from kg_service.errors import KgServiceError, QueryEvaluationError
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app
from kg_service.web.problems import problem_of
from kg_service.web.statuses import STATUSES, status_of


def error_classes() -> Iterator[type[KgServiceError]]:
    """Every error class that the server can meet: ``cli`` is above ``web``."""
    for module in pkgutil.walk_packages(kg_service.__path__, "kg_service."):
        if not module.name.startswith("kg_service.cli"):
            importlib.import_module(module.name)
    found: list[type[KgServiceError]] = [KgServiceError]
    for kind in found:
        found += [sub for sub in kind.__subclasses__() if sub not in found]
    return (
        kind for kind in found if kind.__module__.startswith("kg_service.") and ".cli" not in kind.__module__
    )


@pytest.fixture
def app(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> Flask:
    return create_app(store, settings, catalogue)


@pytest.mark.parametrize("kind", sorted(error_classes(), key=lambda kind: kind.__name__))
def test_every_error_class_has_a_status(kind: type[KgServiceError]) -> None:
    assert kind in STATUSES, f"add {kind.__name__} to STATUSES in kg_service/web/statuses.py"
    status, title = STATUSES[kind]
    assert 400 <= status < 600
    assert title.zh
    assert title.en
    assert title.zh != title.en


def test_codes_are_of_one_class_each() -> None:
    codes = [kind.code for kind in STATUSES]
    assert len(codes) == len(set(codes))


def test_an_error_of_no_class_in_the_table_is_that_of_the_class_above() -> None:
    class Own(QueryEvaluationError):
        code = "own"

    assert status_of(Own) == STATUSES[QueryEvaluationError]


@pytest.mark.parametrize("code", part([kind.code for kind in STATUSES], 3))
def test_the_type_of_a_problem_is_a_page(app: Flask, code: str) -> None:
    response = app.test_client().get(f"/problem/{code}")
    assert response.status_code == 200
    assert code in response.text


def test_unknown_kinds_of_problem_are_404(app: Flask) -> None:
    assert app.test_client().get("/problem/none-such").status_code == 404


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(None, "application/problem+json", id="no-header"),
        pytest.param("*/*", "application/problem+json", id="anything"),
        pytest.param("application/json", "application/problem+json", id="json"),
        pytest.param("text/turtle", "application/problem+json", id="turtle"),
        pytest.param("text/html,*/*;q=0.8", "text/html", id="browser"),
    ],
)
@pytest.mark.parametrize("path", ["/none/such", "/id/none", "/queries/none", "/sparql?query=SELECT"])
def test_problems_are_negotiated(app: Flask, path: str, accept: str | None, media_type: str) -> None:
    response = app.test_client().get(path, headers={"Accept": accept} if accept else {})
    assert response.status_code in {400, 404}
    assert response.mimetype == media_type
    assert {"Accept", "Accept-Language"} <= set(response.vary)


@pytest.mark.parametrize(
    ("headers", "query", "lang"),
    [
        pytest.param({}, "", "zh", id="none"),
        pytest.param({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "", "zh", id="chinese"),
        pytest.param({"Accept-Language": "en-GB"}, "", "en", id="english"),
        pytest.param({"Accept-Language": "fr, en;q=0.5"}, "", "en", id="second-choice"),
        pytest.param({"Accept-Language": "fr"}, "", "zh", id="neither"),
        pytest.param({"Accept-Language": "*"}, "", "zh", id="any"),
        pytest.param({"Accept-Language": "zh"}, "?lang=en", "en", id="address-goes-first"),
        pytest.param({"Accept-Language": "zh"}, "/en", "en", id="path-goes-first"),
        pytest.param({}, "?lang=xx", "zh", id="no-such-language"),
    ],
)
def test_problems_are_told_in_the_readers_language(
    app: Flask, headers: dict[str, str], query: str, lang: str
) -> None:
    before = query if query.startswith("/") else ""
    response = app.test_client().get(
        f"{before}/queries/none-such{query.removeprefix(before)}", headers=headers
    )
    problem = json.loads(response.data)
    assert response.headers["Content-Language"] == lang
    assert problem["title"] == {"zh": "没有这个查询", "en": "No such named query"}[lang]
    assert "none-such" in problem["detail"]


def test_unknown_names_come_with_the_nearest(app: Flask) -> None:
    client = app.test_client()
    assert json.loads(client.get("/queries/service-of-body").data)["nearest"][0] == "services-of-body"
    problem = json.loads(client.get("/id/edition/heilongjiang/2042").data)
    assert problem["nearest"][0].endswith("/id/edition/heilongjiang/2024")
    page = client.get("/id/edition/heilongjiang/2042", headers={"Accept": "text/html"}).text
    assert 'href="/id/edition/heilongjiang/2024"' in page
    unknown = client.get("/id/edition/heilongjiang/2042/table.json")
    assert (unknown.status_code, json.loads(unknown.data)["code"]) == (404, "unknown-edition")


def test_an_unexpected_error_tells_nothing_of_itself(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("secret")

    response = app.test_client().get("/broken")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert json.loads(response.data)["code"] == "internal-server-error"
    assert "secret" in caplog.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_take_no_other_method(app: Flask, method: str) -> None:
    response = app.test_client().open("/id/place/heilongjiang", method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["Allow"].split(", "))


def test_a_problem_in_english_and_chinese_says_the_same() -> None:
    error = QueryEvaluationError("stack")
    chinese, english = problem_of(error, "zh"), problem_of(error, "en")
    assert (chinese.code, chinese.status) == (english.code, english.status) == ("evaluation", 422)
    assert chinese.detail != english.detail
