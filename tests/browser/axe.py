"""axe-core inside a page: what it finds against WCAG 2.2 at level AA, and its advice beyond that.

``get_axe.py`` gets it. A page may be looked at again after its colours or its width changed.

Source: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

VERSION = "4.14.1"
AXE = Path(__file__).resolve().parents[2] / ".cache" / f"axe-core-{VERSION}.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
OF_THE_LOOK = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
"""Rules whose verdict depends on colours or on the width of the window."""

_RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => {
    const reason = node.any[0] ?? node.all[0] ?? node.none[0];
    return `${rule.id}: ${node.target.join(" ")} (${reason?.message ?? rule.help})`;
  }));
}"""


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong on *page* as it looks now: rule, element, reason.

    Args:
        page: A page that is loaded.
        rules: These only; all of ``TAGS`` where none is named.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())
    only = {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": [*TAGS]}
    return list(page.evaluate(_RUN, only))


@cache
def _source() -> str:
    if not AXE.exists():
        reason = f"{AXE.name} is not there: python tests/browser/get_axe.py gets it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE.read_text(encoding="utf-8")
