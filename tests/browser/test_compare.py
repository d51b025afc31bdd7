"""Two editions compared in a browser, from the form to the download, with script and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import violations_at, with_axe
from playwright.sync_api import Browser, expect
from test_pages import scrolls_sideways
from test_web_compare import MARKUP, NEW, OLD, next_home
from visiting import served

from kg_service.publish import build_store
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.web import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def both(settings: Settings, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where two editions are served."""
    two = Settings(home=next_home(settings.home, tmp_path_factory.mktemp("two")))
    with served(create_app(build_store(two), two, catalogue)) as address:
        yield address


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_editions_are_compared_and_taken_away(browser: Browser, both: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{both}/")
    page.get_by_role("link", name="比较", exact=True).click()
    page.get_by_label("旧版").select_option(OLD)
    page.get_by_label("新版").select_option(NEW)
    page.locator("form.parameters button").click()
    changed = page.locator(".compared article")
    expect(changed).to_have_count(4)
    expect(page.locator("article.come h3")).to_contain_text(MARKUP)
    expect(page.locator("ins", has_text="组织夏令营")).to_have_css("text-decoration-line", "underline")
    expect(page.locator("#numbers")).to_be_visible()
    page.locator("nav.switch a").nth(1).click()
    expect(changed).to_have_count(24)
    page.locator("nav.switch a").first.click()
    page.locator("ul.kinds a").first.click()
    expect(page.locator("nav.switch p")).to_be_visible()
    expect(changed).not_to_have_count(24)
    with page.expect_download() as coming:
        page.locator("section", has=page.locator("#download")).get_by_role("link").first.click()
    assert coming.value.path().stat().st_size > 200
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_comparison_is_for_everyone(browser: Browser, both: str, lang: str) -> None:
    context = with_axe(browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN"))
    page = context.new_page()
    page.goto(f"{both}/compare?old={OLD}&new={NEW}&show=all&lang={lang}")
    sideways = scrolls_sideways(page)
    found = violations_at(page)
    context.close()
    assert found == []
    assert not sideways
