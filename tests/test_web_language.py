"""Every address in every language: under /zh, under /en, and without either in that of the browser."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from crawling import BROWSER
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from kg_service.web.language import split_language

SERVICE = "/id/edition/heilongjiang/2024/service/3"
PAGES = (
    "/",
    SERVICE,
    "/services?goal=education",
    "/queries/services-of-body?body=education",
    "/sparql?query=ASK{}",
    "/dumps/",
    "/check",
    "/for-child?age=7",
    "/compare",
)
SHARED = ("/static/", "/sparql?")
"""What pages of all languages link: files without words, and answers of the endpoint."""


def links(page: str) -> list[str]:
    """Where a page leads on this server, from its root; also its forms."""
    tree = html.document_fromstring(page)
    return [str(link) for link in tree.xpath("//@href | //@action") if str(link).startswith("/")]


@pytest.mark.parametrize(
    ("path", "lang", "rest"),
    [
        pytest.param(b"/en/services", "en", b"/services", id="english"),
        pytest.param(b"/zh/", "zh", b"/", id="home"),
        pytest.param(b"/en", "en", b"/", id="home-without-slash"),
        pytest.param(b"/en/zh/x", "en", b"/zh/x", id="once"),
        pytest.param(b"/english", None, b"/english", id="longer-word"),
        pytest.param(b"/id/en/x", None, b"/id/en/x", id="not-first"),
        pytest.param(b"/fr/x", None, b"/fr/x", id="another-language"),
        pytest.param(b"", None, b"", id="nothing"),
    ],
)
def test_a_language_may_stand_before_a_path(path: bytes, lang: str | None, rest: bytes) -> None:
    assert split_language(path) == (lang, rest)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_its_language(client: FlaskClient, path: str, lang: str) -> None:
    """Whatever the browser asks for; only the switch leads to the other one."""
    other = {"zh": "en", "en": "zh"}[lang]
    answer = client.get(f"/{lang}{path}", headers={**BROWSER, "Accept-Language": other})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, lang)
    assert "Accept-Language" not in answer.vary
    away = [link for link in links(answer.text) if not link.startswith((f"/{lang}/", *SHARED))]
    assert [urlsplit(link).path for link in away] == [f"/{other}{urlsplit(path).path}"]


@pytest.mark.parametrize(
    ("path", "own"),
    [
        pytest.param(f"/en{SERVICE}", f"/en{SERVICE}", id="english"),
        pytest.param(SERVICE, SERVICE, id="of-the-browser"),
        pytest.param(f"{SERVICE}?lang=zh", f"/zh{SERVICE}", id="by-field"),
        pytest.param("/zh/services?goal=education", "/zh/services?goal=education", id="fields-are-kept"),
    ],
)
def test_a_page_names_itself_and_its_versions(client: FlaskClient, path: str, own: str) -> None:
    head = html.document_fromstring(client.get(path, headers=BROWSER).text).find("head")
    assert head.xpath("link[@rel='canonical']/@href") == [f"http://localhost{own}"]
    plain = own[3:] if own[:4] in ("/zh/", "/en/") else own
    assert {link.get("hreflang"): link.get("href") for link in head.xpath("link[@hreflang]")} == {
        "zh-Hans": f"http://localhost/zh{plain}",
        "en": f"http://localhost/en{plain}",
        "x-default": f"http://localhost{plain}",
    }


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/en/id/nothing", id="no-page"),
        pytest.param(f"/sparql?query={'%20' * 700}ASK%7B%7D", id="longer-than-any-address"),
    ],
)
def test_what_nobody_comes_back_to_has_no_versions(client: FlaskClient, path: str) -> None:
    assert "canonical" not in client.get(path, headers=BROWSER).text


def test_a_missing_page_is_told_in_the_language_of_its_address(client: FlaskClient) -> None:
    answer = client.get("/en/id/edition/heilongjiang/2042", headers={**BROWSER, "Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "en")
    assert 'href="/en/id/edition/heilongjiang/2024"' in answer.text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        pytest.param("/en/dumps", "/en/dumps/", id="path"),
        pytest.param("/dumps?lang=en", "/en/dumps/", id="by-field"),
        pytest.param("/dumps", "/dumps/", id="no-language"),
    ],
)
def test_a_redirect_stays_in_the_language(client: FlaskClient, path: str, location: str) -> None:
    assert client.get(path).location == location


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/sparql?query=ASK{}&format=json", id="sparql"),
        pytest.param(f"{SERVICE}.ttl", id="graph"),
        pytest.param("/dumps/default.nt", id="dump"),
        pytest.param("/catalog?format=turtle", id="catalogue"),
        pytest.param("/.well-known/api-catalog", id="api-catalogue"),
        pytest.param("/context.jsonld", id="context"),
        pytest.param("/sitemap.xml", id="sitemap"),
        pytest.param("/static/style.css", id="static"),
        pytest.param("/reconcile/zh", id="reconciliation"),
    ],
)
def test_data_are_the_same_in_every_language(client: FlaskClient, path: str) -> None:
    plain, prefixed = client.get(path), client.get(f"/en{path}")
    assert (plain.status_code, prefixed.status_code) == (200, 200)
    assert sorted(plain.data.split(b"\n")) == sorted(prefixed.data.split(b"\n"))


def test_names_in_answers_are_those_of_the_address(client: FlaskClient) -> None:
    path = "/queries/services-of-body?body=education&format=csv"
    assert client.get(f"/en{path}").data == client.get(f"{path}&lang=en").data
    assert client.get(f"/en{path}").data != client.get(path).data
    assert client.post("/en/queries/services-of-body", data={"body": "education"}).data
    told = json.loads(client.get("/en/openapi.json").data)
    assert told == json.loads(client.get("/openapi.json?lang=en").data)


def test_code_asks_where_the_page_did(client: FlaskClient) -> None:
    """The endpoint answers in no language; a ready-made question does."""
    page = client.get("/en/sparql?query=SELECT * { ?s ?p ?o } LIMIT 1", headers=BROWSER).text
    assert "http://localhost/sparql?" in page
    assert "http://localhost/en/sparql?format" not in page
    page = client.get("/en/queries/services-of-body?body=education", headers=BROWSER).text
    assert "http://localhost/en/queries/services-of-body" in page


def test_a_server_below_a_path_has_the_language_behind_it(app: Flask) -> None:
    answer = app.test_client().get("/en/services", base_url="http://localhost/graph/", headers=BROWSER)
    assert {link[:10] for link in links(answer.text) if "/static/" not in link} == {
        "/graph/en/",
        "/graph/zh/",
    }
    assert 'href="http://localhost/graph/en/services"' in answer.text
    assert (
        app.test_client().get("/en/dumps", base_url="http://localhost/graph/").location == "/graph/en/dumps/"
    )
