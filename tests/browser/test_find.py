"""Finding in a browser: narrowed and widened, searched, asked for a child, with scripts and without."""

from __future__ import annotations

import re

import pytest
from long_run import part
from playwright.sync_api import Browser, expect
from test_pages import CONTRAST, scrolls_sideways
from visiting import Visit

pytestmark = pytest.mark.browser

PATHS = [
    "/services",
    "/services?goal=education&explicitness=open&lang=en",
    "/search?q=教育",
    "/search?q=minimum%20living&lang=en",
    "/for-child?age=7&stage=compulsory&situation=disability",
    "/for-child?lang=en",
]


@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_the_window(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert not scrolls_sideways(page)
    expect(page.locator("h1")).to_have_count(1)


def test_services_are_narrowed_and_widened_again(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="查找", exact=True).click()
    expect(page.locator("ol.services > li")).to_have_count(23)
    page.locator(".facets").get_by_role("link", name="学有所教").click()
    expect(page).to_have_url(re.compile(r"/services\?goal=education$"))
    expect(page.locator("ol.services > li")).to_have_count(4)
    page.get_by_label("年龄").select_option(value="15")
    page.get_by_role("button", name="按年龄收窄").click()
    expect(page).to_have_url(re.compile("goal=education.*age=15"))
    page.locator(".chosen").get_by_role("link", name="15 周岁").click()
    page.locator(".chosen").get_by_role("link", name="学有所教").click()
    expect(page.locator("ol.services > li")).to_have_count(23)
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_sparql_of_a_list_gives_its_rows(visit: Visit) -> None:
    page = visit.open("/services?kind=fee-waiver")
    measures = page.locator("ol.services li li").count()
    assert measures > 1
    page.locator(".results").get_by_role("link", name="查看此结果的 SPARQL").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(measures)


def test_words_are_found_and_marked(visit: Visit) -> None:
    page = visit.open("/search")
    page.get_by_label("搜索的词").fill("低保")
    page.keyboard.press("Enter")
    expect(page.locator(".ways-of")).to_contain_text("最低生活保障")
    expect(page.locator("#measures")).to_contain_text("措施")
    mark = page.locator("mark").first
    assert mark.evaluate("m => getComputedStyle(m).textDecorationLine") == "underline"
    page.locator("section.hits", has=page.locator("#services")).locator("li a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_a_child_is_asked_for_with_the_keyboard(visit: Visit) -> None:
    page = visit.open("/for-child")
    page.get_by_label("年龄").focus()
    page.keyboard.type("7")
    page.get_by_label("教育阶段").select_option(label="义务教育")
    page.get_by_role("checkbox", name="残疾", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="查看").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.entitled").first).to_be_visible()
    expect(page.locator(".unknown")).to_contain_text("没有说清")
    assert "situation=disability" in page.url
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("scheme", part(["dark", "light"], 2))
@pytest.mark.parametrize("path", ["/services?goal=education", "/search?q=教育", "/for-child?age=7"])
def test_texts_can_be_read_in_light_and_dark(browser: Browser, address: str, scheme: str, path: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", locale="zh-CN")
    page = context.new_page()
    page.goto(address + path)
    low = page.evaluate(CONTRAST)
    context.close()
    assert low == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_service_is_found_in_every_way(browser: Browser, address: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/services")
    page.locator(".facets").get_by_role("link", name="学有所教").click()
    page.get_by_label("年龄").select_option(value="15")
    page.get_by_role("button", name="按年龄收窄").click()
    expect(page.locator(".chosen li")).to_have_count(3)
    page.locator(".chosen").get_by_role("link", name="15 周岁").click()
    expect(page.locator("ol.services > li")).to_have_count(4)
    page.locator("nav.ways a").nth(1).click()
    page.get_by_label("搜索的词").fill("兒童 xyzzy")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="只查“儿童”").click()
    expect(page.locator("mark").first).to_have_text("儿童")
    page.goto(f"{address}/for-child")
    page.get_by_label("年龄").fill("7")
    page.get_by_label("教育阶段").select_option(label="义务教育")
    page.get_by_role("checkbox", name="残疾", exact=True).check()
    page.get_by_role("button", name="查看").click()
    expect(page.locator("article.entitled").first).to_be_visible()
    expect(page.locator(".unknown")).to_contain_text("没有说清")
    page.locator("article.entitled h3 a").first.click()
    expect(page.locator("ol.measures > li").first).to_be_visible()
    context.close()
