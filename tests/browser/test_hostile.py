"""Labels that try to run, and labels that turn the words around them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_graph import BACKWARDS, THING, hostile_dataset
from playwright.sync_api import Browser
from visiting import served

from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app

pytestmark = pytest.mark.browser

SERVICE = "/id/edition/heilongjiang/2024/service"
PATHS = [
    "/",
    "/services",
    "/services?goal=education",
    "/search?q=教育",
    f"{SERVICE}/3",
    f"{SERVICE}/5?lang=en",
    "/id/body/heilongjiang/education",
    "/queries/services-at-a-glance",
    "/queries/group-body-flow",
    f"/{THING}",
]
TURNED = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  while (texts.nextNode()) {
    const node = texts.currentNode, text = node.data.trimEnd();
    const from = text.search(/\\S/);
    if (from < 0 || text.length - from < 2 || /[\\u202a-\\u202e\\u2066-\\u2069]/.test(text)) continue;
    const first = place(node, from), second = place(node, from + 1);
    if (first.width && second.width && first.top === second.top && second.left < first.left) found.push(text);
  }
  return found;
}"""
"""Texts that are shown from right to left though nothing in them asks for it."""


@pytest.fixture(scope="module")
def hostile(settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    store = EmbeddedStore(hostile_dataset(settings), "0" * 64)
    with served(create_app(store, settings, catalogue)) as address:
        yield address


def test_no_label_runs_or_turns_its_neighbours(browser: Browser, hostile: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("dialog", lambda dialog: (faults.append(f"it ran: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda r: None if r.url.startswith(hostile) else faults.append(f"asks {r.url}"))
    turned_labels = 0
    for path in PATHS:
        page.goto(hostile + path)
        faults += [f"{path}: {text}" for text in page.evaluate(TURNED)]
        turned_labels += page.content().count(BACKWARDS)
    context.close()
    assert faults == []
    assert turned_labels > 10


def test_a_turned_neighbour_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(f"<p>{BACKWARDS}<span>省民政厅</span></p><p>省民政厅</p>")
    assert page.evaluate(TURNED) == ["省民政厅"]
    page.close()
