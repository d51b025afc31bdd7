"""The pages of the site, found as a reader finds them: by following links from the start page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urlsplit

from flask.testing import FlaskClient

from kg_service.web.language import split_language

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""What browsers send for a link that is clicked."""
STATES = (
    "/search?q=低保",
    "/search?q=没有这个词",
    "/services?goal=education&age=7",
    "/services?goal=childcare&commitment=promoted&stage=senior-secondary",
    "/for-child?age=7&stage=compulsory&situation=disability",
    "/queries/services-of-body?body=civil-affairs",
    "/sparql?query=ASK{}",
    "/sparql?query=SELECT * {",
    "/sparql?query=CONSTRUCT WHERE { ?s a <http://purl.org/dc/terms/Location> ; ?p ?o }",
    "/id/nothing",
)
"""What forms lead to, and mistakes: no link does."""


class Anatomy(HTMLParser):
    """Links and anchors of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids |= {value for name, value in attrs if name == "id" and value}
        if tag in {"a", "link"} and found.get("href"):
            self.links.append(found["href"] or "")


@dataclass(frozen=True, slots=True)
class Crawl:
    """What was found."""

    pages: dict[str, str] = field(default_factory=dict)
    """Address of the first page of each kind, by kind."""
    links: dict[str, str] = field(default_factory=dict)
    """Every internal link of these pages, with the page that first had it."""


def kind_of(address: str) -> str:
    """What sort of page it is: pages of one kind are made by one template from things of one class."""
    parts = urlsplit(address)
    steps = _spoken(unquote(parts.path))[1].strip("/").split("/")
    if steps[0] in {"dumps", "problem", "queries"} and len(steps) > 1:
        steps[1:] = ["*"]
    elif steps[0] == "id":
        # Each scheme's concepts are another class; of everything else the class stands first.
        kept = 3 if steps[1] == "scheme" and len(steps) > 3 else 2
        words = {"service", "measure", "condition", "participation", "table.csv", "table.json", "source"}
        steps[kept:] = [step if step in words or step.startswith("source") else "*" for step in steps[kept:]]
    asked = any(name != "lang" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return "/" + "/".join(steps) + ("?" if asked else "")


def internal(links: list[str], page: str) -> Iterator[str]:
    """Those of *links* that stay on the server, from its root."""
    for link in links:
        if link.startswith("#"):
            yield urldefrag(page).url + link
        elif link.startswith("/"):
            yield link


def crawl(client: FlaskClient, start: str = "/") -> Crawl:
    """One page of each kind that links lead to from *start*."""
    found, waiting = Crawl(), deque([start])
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in found.pages:
            continue
        answer = client.get(address, headers=BROWSER)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        found.pages[kind] = address
        for link in internal(Anatomy(answer.text).links, address):
            found.links.setdefault(link, address)
            waiting.append(urldefrag(link).url)
    return found


def in_language(address: str, lang: str) -> str:
    """The same page in *lang*."""
    parts = urlsplit(address)
    fields = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "lang"]
    path = _spoken(parts.path)[1]
    return f"/{lang}{path}" + ("?" + urlencode(fields) if fields else "")


def _spoken(path: str) -> tuple[str | None, str]:
    lang, rest = split_language(path.encode())
    return lang, rest.decode()
