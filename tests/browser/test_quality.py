"""Every kind of page, in both languages: for everyone, on desk and phone, in the dark, by keyboard, on paper.

Each page is loaded once a language; then its colours and the window change. All rules of axe-core run in each
language at each width, and those that look at colours once more in the other colours: all eight combinations.
What repeats itself on a page is thinned out before. In the long run a page is looked at whole as well, in
Chinese in the light on a desk, and the concepts of each scheme are a kind of page of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe import COLOURS, DESK, LOOKS, PHONE, show, thin_out, violations, violations_at, with_axe
from crawling import STATES, crawl, in_language, kind_of
from long_run import IS_LONG
from playwright.sync_api import Browser, Page

from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app

pytestmark = pytest.mark.browser

PAPER = 718
"""Width of A4 upright less margins of 10 mm, in CSS pixels."""

AGAIN = re.compile(r"/catalog|/\.well-known/void|/conditions\?|.*/\d+\.\d+\.\d+")
"""Addresses of pages that have another one: the dataset, the form, the version in force."""
HUGE = "/id/void/*"
"""Ten thousand elements, of the sort that the statistics of an edition have, which are among the pages."""

SIDEWAYS = """() => {
  const root = document.documentElement;
  return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} of ${root.clientWidth} pixels`] : [];
}"""

CUT = """() => [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.clientWidth > 2
  && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)
  && e.scrollWidth > e.clientWidth + 1).map((e) => `${e.tagName}.${e.className}`)"""
"""What a reader would have to scroll, so that paper leaves it out."""

UNREACHED = """() => {
  const found = [], seen = new Set();
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]");
  for (const element of all) {
    if (element.disabled) continue;
    if (element.tabIndex > 0) found.push("out of order: " + element.outerHTML.slice(0, 90));
    // The style of the focus hangs on these; a thousand links of one list look the same.
    const sort = [element, element.parentElement, element.parentElement.parentElement].map(
      (e) => `${e.tagName}.${e.className}`).join();
    if (seen.has(sort) || !element.checkVisibility({visibilityProperty: true})) continue;
    seen.add(sort);
    const what = element.outerHTML.slice(0, 90);
    element.focus();
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    if (document.activeElement !== element) found.push("can't be reached: " + what);
    else if (!element.matches(":focus-visible") || !shown) found.push("focus can't be seen: " + what);
    else if (box.bottom < 0 || box.top > innerHeight) found.push("focus is out of sight: " + what);
  }
  return found;
}"""
"""Run after a key was pressed: what a script focuses then shows its focus as for the keyboard."""

MISTAGGED = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), around = texts.currentNode.parentElement;
    if (!text || around.closest("code, pre, script, style, textarea, option")) continue;
    const lang = around.closest("[lang]").lang, han = /\\p{Script=Han}/u.test(text);
    const prose = /[A-Za-z]{2,}[ ,]+[A-Za-z]+[ ,]+[a-z]{2,}/.test(text);
    if (lang.startsWith("zh") ? !han && prose : han) found.push(`${lang}: ${text.slice(0, 40)}`);
  }
  return found;
}"""
"""Chinese that is read out as English, and English as Chinese (WCAG 3.1.2)."""


@pytest.fixture(scope="module")
def addresses(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> list[str]:
    """A page of each kind, and what forms lead to."""
    found = crawl(create_app(store, settings, catalogue).test_client())
    found.pages.pop(HUGE)
    return [*found.pages.values(), *STATES]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = with_axe(browser.new_context(locale="zh-CN"))
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_for_everyone(page: Page, address: str, addresses: list[str], lang: str) -> None:
    faults: list[str] = []
    here = ""

    def complain(what: str) -> None:
        faults.append(f"{here[:120]}: {what}")

    def hold(what: str, find: Callable[[], list[str]]) -> None:
        for fault in find():
            complain(f"{what}: {fault}")

    def to_console(text: str) -> None:
        # That the page of a mistake came with the status of a mistake is as it should be.
        if here not in mistakes or "Failed to load resource" not in text:
            complain(f"console: {text}")

    mistakes = {in_language(path, lang) for path in STATES[-3:]}
    host = urlsplit(address).netloc
    page.on("console", lambda message: to_console(message.text))
    page.on("pageerror", lambda error: complain(f"script: {error}"))
    page.on(
        "request", lambda r: None if urlsplit(r.url).netloc == host else complain(f"asks elsewhere: {r.url}")
    )
    is_whole = lang == "zh" and IS_LONG
    # Half of the kinds in each language; all of them in both in the long run.
    kinds = one_of_each(addresses)
    for path in addresses if is_whole else kinds if IS_LONG else kinds[lang == "en" :: 2]:
        here = in_language(path, lang)
        show(page, DESK, "light")
        page.goto(address + here)
        hold("language", lambda: page.evaluate(MISTAGGED))
        hold("sideways on a desk", lambda: page.evaluate(SIDEWAYS))
        if is_whole:
            hold("axe on the whole page", lambda: violations(page))
        if lang == "zh":
            hold("keyboard", lambda: by_keyboard(page))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 1000})
        hold("too wide for A4", lambda: page.evaluate(SIDEWAYS))
        hold("cut on paper", lambda: page.evaluate(CUT))
        show(page, PHONE, "light")
        hold("sideways on a phone", lambda: page.evaluate(SIDEWAYS))
        thin_out(page)
        hold("axe", lambda: violations_at(page, LOOKS[:-1] if is_whole else LOOKS))
    assert faults == []


def one_of_each(addresses: list[str]) -> list[str]:
    """Those of *addresses* that differ in kind, whatever the scheme of a concept."""
    kinds = {re.sub(r"^/id/scheme/[^/]+/", "/id/scheme/*/", kind_of(path)): path for path in addresses[::-1]}
    return [path for kind, path in kinds.items() if not AGAIN.fullmatch(kind)]


def by_keyboard(page: Page) -> list[str]:
    """What stands in the way of someone without a mouse."""
    page.keyboard.press("Tab")
    skips = page.evaluate("document.activeElement.matches('a.skip[href=\"#main\"]')")
    if page.locator("header").count() == 0:
        # What others frame has nothing to skip.
        return list(page.evaluate(UNREACHED))
    found = [] if skips else ["the first thing that is reached is no skip link"]
    found += page.evaluate(UNREACHED)
    page.evaluate("document.querySelector('a.skip').focus()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if page.evaluate("document.querySelector('header').contains(document.activeElement)"):
        found.append("the skip link leads back into the header")
    for place in page.locator("textarea:visible, [contenteditable=true]:visible").all():
        place.focus()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        if place.evaluate("place => place.contains(document.activeElement)"):
            found.append("a trap: Escape and Tab do not leave the field")
    return found


# The checks themselves: each finds the fault that it is for.

FAULTY = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title><style>
a:focus { outline: none } p.wide { width: 2000px; margin: 0 } .box { overflow: hidden; width: 100px }
</style></head><body><main id="main"><h1>Title</h1><a href="#x">unseen</a><a href="#y" tabindex="3">first</a>
<p class="wide" style="color:#ccc;background:#fff">pale</p><div class="box"><p class="wide">long</p></div>
<p>义务教育</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main></body></html>"""


@pytest.mark.parametrize(
    ("find", "fault"),
    [
        pytest.param(lambda page: violations(page), "color-contrast", id="contrast"),
        pytest.param(lambda page: violations(page), "image-alt", id="no-text"),
        pytest.param(lambda page: violations(page, COLOURS), "color-contrast", id="colours"),
        pytest.param(lambda page: thin_out(page) or violations(page), "color-contrast", id="thinned-out"),
        pytest.param(lambda page: page.evaluate(SIDEWAYS), "of 390 pixels", id="sideways"),
        pytest.param(lambda page: page.evaluate(CUT), "DIV.box", id="cut"),
        pytest.param(lambda page: by_keyboard(page), "no skip link", id="skip"),
        pytest.param(lambda page: by_keyboard(page), "focus can't be seen", id="focus"),
        pytest.param(lambda page: by_keyboard(page), "out of order", id="order"),
        pytest.param(lambda page: page.evaluate(MISTAGGED), "义务教育", id="language"),
    ],
)
def test_each_fault_is_found(browser: Browser, find: Callable[[Page], list[str]], fault: str) -> None:
    context = with_axe(browser.new_context(viewport={"width": PHONE, "height": 844}))
    tab = context.new_page()
    tab.set_content(FAULTY.replace("<main", '<header></header><main', 1).replace(
        "</main>", '<a class="skip" href="#main">skip</a></main>'))  # fmt: skip
    found = find(tab)
    context.close()
    assert any(fault in line for line in found), found
