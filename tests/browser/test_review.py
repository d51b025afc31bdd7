"""Links are reviewed on a phone without script; the pages are held to WCAG 2.2 AA."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe import violations, with_axe
from playwright.sync_api import Browser, expect
from test_pages import scrolls_sideways
from visiting import served

from kg_service.linking import read_mappings
from kg_service.model import ReviewState
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app

pytestmark = pytest.mark.browser

TOKEN = "open-sesame-1234"


def test_a_candidate_is_decided(
    browser: Browser, store: EmbeddedStore, settings: Settings, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    file = folder / "cofog.sssom.tsv"
    file.write_bytes((settings.home / "data/links/cofog.sssom.tsv").read_bytes())
    before = read_mappings(file)
    given = replace(settings, review_folder=str(folder), review_token=TOKEN)
    with served(create_app(store, given, catalogue)) as address:
        phone = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN"}
        with browser.new_context(**phone, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{address}/links/review")
            page.get_by_label("审核人").fill("张三")
            page.get_by_label("口令").fill(TOKEN)
            page.get_by_role("button", name="进入").click()
            page.get_by_role("link", name="cofog").click()
            page.get_by_role("button", name="确认").first.click()
            expect(page.get_by_text("还有 13 条待审核")).to_be_visible()
            page.get_by_label("否决的理由").first.fill("不是一回事")
            page.get_by_role("button", name="否决", exact=True).first.click()
            expect(page.get_by_text("还有 12 条待审核")).to_be_visible()
            state = context.storage_state()
        with with_axe(browser.new_context(**phone, storage_state=state)) as context:
            page = context.new_page()
            for path in ("/links/review", "/links/review/cofog?lang=en"):
                page.goto(address + path)
                assert violations(page) == []
                assert not scrolls_sideways(page)
    now = read_mappings(file)
    assert len(before.of_state(ReviewState.CANDIDATE)) - len(now.of_state(ReviewState.CANDIDATE)) == 2
    assert any(m.comment.zh.endswith("不是一回事") for m in now.of_state(ReviewState.REJECTED))
