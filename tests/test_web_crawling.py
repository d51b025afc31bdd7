"""What search engines are told: pages that are there, in both languages, and what they leave alone."""

import re
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from long_run import part
from lxml import etree

from kg_service.vocabulary import BASE
from kg_service.web.crawling import FIXED

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EDITION = "/id/edition/heilongjiang/2024"


@pytest.fixture(scope="module")
def urls(client: FlaskClient) -> dict[str, dict[str, str]]:
    """Address to its alternates by language."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response.mimetype) == (200, "application/xml")
    root = etree.fromstring(response.data)
    assert root.tag == SITEMAP + "urlset"
    return {
        url.findtext(SITEMAP + "loc"): {
            link.get("hreflang"): link.get("href") for link in url.findall(XHTML + "link")
        }
        for url in root.findall(SITEMAP + "url")
    }


def test_every_page_of_the_sitemap_is_there(client: FlaskClient, urls: dict[str, dict[str, str]]) -> None:
    assert len(urls) < 50_000
    # Both languages come in turn, so that an odd step meets both.
    for url in part(list(urls), 9):
        response = client.get(url, headers={"Accept": "text/html"})
        assert (response.status_code, response.mimetype) == (200, "text/html"), url


def test_languages_point_at_each_other(urls: dict[str, dict[str, str]]) -> None:
    for url, alternates in urls.items():
        assert set(alternates) == {"zh-Hans", "en", "x-default"}
        assert url in alternates.values()
        for tag in ("zh-Hans", "en"):
            assert urls[alternates[tag]] == alternates


@pytest.mark.parametrize(
    "path",
    [
        *FIXED,
        EDITION,
        *(f"{EDITION}/service/{number}" for number in range(1, 24)),
        "/id/series/heilongjiang",
        "/id/body/heilongjiang/education",
        "/id/place/heilongjiang",
        "/id/service/compulsory-education",
        "/id/scheme/goals",
        "/id/scheme/groups/migrant-children",
        "/queries/services-of-body",
    ],
)
def test_the_sitemap_has(urls: dict[str, dict[str, str]], path: str) -> None:
    assert f"http://localhost/zh{path}" in urls
    assert f"http://localhost/en{path}" in urls


def test_parts_are_on_the_pages_of_what_they_belong_to(urls: dict[str, dict[str, str]]) -> None:
    assert not [url for url in urls if "/measure/" in url or "#" in url]


def test_robots_find_the_sitemap_and_leave_queries_alone(
    client: FlaskClient, urls: dict[str, dict[str, str]]
) -> None:
    response = client.get("/robots.txt")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    assert rules.site_maps() == ["http://localhost/sitemap.xml"]
    assert [url for url in urls if not rules.can_fetch("*", url)] == []
    for path in ("/sparql?query=ASK{}", "/dumps/dataset.nq", "/search?q=x", "/reconcile"):
        assert not rules.can_fetch("*", f"http://localhost{path}"), path
    # Python's own reader of these rules knows no wildcards, which RFC 9309 has.
    assert "Disallow: /services?*goal=" in response.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_edition_says_how_it_is_cited(client: FlaskClient, lang: str) -> None:
    page = client.get(f"{EDITION}?lang={lang}", headers={"Accept": "text/html"})
    cited = re.findall(r"<code>([^<]*\[(?:DS|Data set)\][^<]*)</code>", page.text)
    assert len(cited) == 2
    assert all(f"{BASE}id/edition/heilongjiang/2024. CC BY 4.0." in text for text in cited)
    assert "黑龙江省流动儿童在居住地享有关爱服务清单（2024年版）" in cited[0]
    assert f'<{BASE[:-1]}{EDITION}>; rel="cite-as"' in page.headers["Link"]
