"""axe-core inside a page: what it finds against WCAG 2.2 at level AA, and its advice beyond that.

``get_axe.py`` gets it. A page may be looked at again after its colours or its width changed.

Source: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

VERSION = "4.14.1"
AXE = Path(__file__).resolve().parents[2] / ".cache" / f"axe-core-{VERSION}.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""Rules whose verdict depends on the colours."""

DESK, PHONE = 1240, 390
"""Widths of the window in CSS pixels."""
LOOKS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (PHONE, "light", COLOURS),
    (PHONE, "dark", ()),
    (DESK, "dark", COLOURS),
    (DESK, "light", ()),
)
"""Widths and colours with the rules that run, all where none is named; a page is laid out anew once only."""

# Nothing is fetched for the rules: the one that reads stylesheets is experimental and not among the tags.
_RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => {
    const reason = node.any[0] ?? node.all[0] ?? node.none[0];
    return `${rule.id}: ${node.target.join(" ")} (${reason?.message ?? rule.help})`;
  }));
}"""

_THIN_OUT = """(most) => {
  const thinOut = (element) => {
    const seen = new Map(), kept = [];
    for (const child of [...element.children]) {
      const build = thinOut(child), many = (seen.get(build) ?? 0) + 1;
      seen.set(build, many);
      if (many > most) child.remove();
      else kept.push(build);
    }
    return `${element.tagName}.${element.getAttribute("class") ?? ""}[${kept.join()}]`;
  };
  thinOut(document.querySelector("main") ?? document.body);
}"""


def with_axe(context: BrowserContext) -> BrowserContext:
    """*context*, in which every page that is loaded from now on has axe-core."""
    if not AXE.exists():
        reason = f"{AXE.name} is not there: python tests/browser/get_axe.py gets it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    context.add_init_script(path=AXE)
    return context


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong on *page* as it looks now: rule, element, reason.

    Args:
        page: A page that is loaded, in a context ``with_axe``.
        rules: These only; all of ``TAGS`` where none is named.
    """
    only = {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": [*TAGS]}
    return list(page.evaluate(_RUN, only))


def thin_out(page: Page, most: int = 2) -> None:
    """Leave of neighbours that are built alike (elements and classes, all the way down) the first *most*.

    They differ in words and addresses only: what is wrong with the look of one is wrong with that of all.
    """
    page.evaluate(_THIN_OUT, most)


def violations_at(page: Page, looks: Sequence[tuple[int, str, tuple[str, ...]]] = LOOKS) -> list[str]:
    """What is wrong on *page* at each of *looks*, which are the first words of each fault."""
    found = []
    for width, scheme, rules in looks:
        show(page, width, scheme)
        found += [f"{width} pixels, {scheme}: {fault}" for fault in violations(page, rules)]
    return found


def show(page: Page, width: int, scheme: str) -> None:
    """Another window and other colours, on the screen."""
    page.emulate_media(media="screen", color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
