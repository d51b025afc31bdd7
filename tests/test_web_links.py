"""Every link of the site leads to a page and to a place on it that are there; the start page is light."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from crawling import BROWSER, Anatomy, Crawl, crawl, in_language, internal
from flask.testing import FlaskClient
from long_run import part

from kg_service.store import EmbeddedStore

ELSEWHERE = {"/metrics": "answered before the application"}
"""Addresses that the application alone does not answer, with the reason."""
HOME_BYTES = 150_000


@pytest.fixture(scope="module")
def crawls(client: FlaskClient) -> dict[str, Crawl]:
    chinese = crawl(client)
    # The same pages in English, whose links are others where they lead to other languages and forms.
    english = Crawl({kind: in_language(page, "en") for kind, page in chinese.pages.items()})
    for page in part(list(english.pages.values()), 4):
        for link in internal(Anatomy(client.get(page, headers=BROWSER).text).links, page):
            english.links.setdefault(link, page)
    return {"zh": chinese, "en": english}


def faults(client: FlaskClient, links: dict[str, str]) -> list[str]:
    """What is wrong with *links*, given with the page that has each."""
    anchors: dict[str, set[str] | None] = {}
    found = []
    for link, page in links.items():
        address, fragment = urldefrag(link)
        if urlsplit(address).path in ELSEWHERE:
            continue
        if address not in anchors:
            answer = client.get(address, headers=BROWSER, follow_redirects=True)
            anchors[address] = Anatomy(answer.text).ids if answer.mimetype == "text/html" else None
            if answer.status_code != 200:
                found.append(f"{page} links {address}: {answer.status}")
        if fragment and (ids := anchors[address]) is not None and unquote(fragment) not in ids:
            found.append(f"{page} links {link}: there is no such place on the page")
    return found


def test_every_internal_link_resolves(client: FlaskClient, crawls: dict[str, Crawl]) -> None:
    assert len(crawls["zh"].pages) > 50
    # A part of where pages lead, in both languages; all of it in the long run.
    for lang, step in (("zh", 10), ("en", 15)):
        links = list(crawls[lang].links.items())
        assert faults(client, dict(part(links, step))) == []


@pytest.mark.parametrize(
    "links",
    [
        pytest.param({"/id/nothing": "/"}, id="no-page"),
        pytest.param({"/shapes#nothing": "/"}, id="no-place"),
    ],
)
def test_a_dead_link_is_found(client: FlaskClient, links: dict[str, str]) -> None:
    assert len(faults(client, links)) == 1


@pytest.mark.parametrize("document", ["/ontology", "/shapes"])
def test_every_term_and_rule_has_its_place(client: FlaskClient, store: EmbeddedStore, document: str) -> None:
    """An IRI with a fragment opens its page where the term is explained."""
    ids = Anatomy(client.get(document, headers=BROWSER).text).ids
    base = f"https://w3id.org/care-checklist{document}#"
    rows = store.query(
        f'SELECT DISTINCT ?s {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?s), "{base}")) }}'
    )
    terms = {str(row[0]).removeprefix(base) for row in rows.rows()}
    assert len(terms) > 30
    assert terms - ids == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_home_page_is_light(client: FlaskClient, lang: str) -> None:
    """With its style sheet and pictures, as they are sent uncompressed."""
    page = client.get(f"/?lang={lang}", headers=BROWSER)
    files = [link for link in Anatomy(page.text).links if link.startswith("/static/")]
    assert files
    assert len(page.data) + sum(len(client.get(file).data) for file in files) <= HOME_BYTES
