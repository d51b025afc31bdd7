"""The pages in a browser, on a desk and on a phone: read, followed, asked, with the keyboard."""

import re

import pytest
from long_run import part
from playwright.sync_api import Browser, Page, expect
from visiting import Visit

from kg_service.vocabulary import graph_iri

EDITION = "/id/edition/heilongjiang/2024"
PATHS = [
    "/",
    "/?lang=en",
    "/queries",
    "/queries/services-for-child?age=7",
    "/sparql",
    "/sparql?lang=en",
    "/api",
    "/api?lang=en",
    "/data",
    "/data?lang=en",
    "/ontology",
    "/shapes",
    EDITION,
    f"{EDITION}/service/1",
    f"{EDITION}/service/21?lang=en",
    f"{EDITION}/service/3/measure/5",
    f"{EDITION}/table.csv",
    f"{EDITION}/source",
    f"{EDITION}/service/16",
    "/id/body/heilongjiang/civil-affairs",
    "/id/scheme/groups/children-aged-3-6?lang=en",
    "/id/scheme/measure-kinds/cash-benefit",
    "/id/service/compulsory-education",
    "/id/series/heilongjiang",
    "/id/norm/national-immunization-schedule",
    "/id/place/heilongjiang",
    "/id/scheme/groups",
    "/id/scheme/review-statuses/proposed",
    "/id/graph/schemes",
    "/id/dataset",
]
pytestmark = pytest.mark.browser

CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const both = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (ratio < 4.5) found.push(element.tagName + ": " + element.textContent.trim().slice(0, 30));
  }
  return found;
}"""
"""Texts whose contrast is below 4.5 to 1 (WCAG 2.1, 1.4.3)."""


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", part(PATHS, 3))
def test_pages_fit_the_window(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert not scrolls_sideways(page)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_be_visible()


def test_from_home_to_a_service_to_its_body(visit: Visit) -> None:
    page = visit.open("/")
    expect(page.locator(".goals li")).to_have_count(23)
    page.locator(".goals").get_by_role("link", name="义务教育服务").click()
    expect(page).to_have_url(re.compile(r"/id/edition/heilongjiang/2024/service/3$"))
    expect(page.locator("h1")).to_have_text("义务教育服务")
    expect(page.locator("ol.measures > li")).to_have_count(6)
    page.locator("dl.printed").get_by_role("link", name="省教育厅").click()
    expect(page.locator("h1")).to_have_text("省教育厅")
    page.locator("nav.crumbs").get_by_role("link", name="清单", exact=True).click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_a_cell_of_the_matrix_leads_to_its_services(visit: Visit) -> None:
    page = visit.open("/")
    cell = page.locator(".matrix").get_by_role("link", name="省民政厅，弱有所扶：5 项")
    assert cell.evaluate("a => a.querySelector('rect').getBoundingClientRect().height") >= 24
    cell.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/services\?body=.*goal="))
    expect(page.locator("ol.services > li")).to_have_count(5)
    page = visit.open("/")
    page.get_by_text("以表格显示").click()
    expect(page.locator("details.as-table tbody tr")).to_have_count(14)
    assert not scrolls_sideways(page)


def test_a_word_is_searched_from_home(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_label("搜索的词").fill("低保")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("全文搜索")
    expect(page.locator(".ways-of")).to_contain_text("最低生活保障")
    page = visit.open("/")
    page.get_by_role("link", name="这个孩子能享受什么").click()
    expect(page.locator("form.child")).to_be_visible()


def test_conditions_are_told_in_the_text_and_beside_it(visit: Visit) -> None:
    page = visit.open(f"{EDITION}/service/3")
    boxed = page.locator("dd.content a.condition", has_text="家庭经济困难")
    assert boxed.evaluate("a => getComputedStyle(a).borderTopStyle") == "dashed"
    underlined = page.locator("dd.content .measure").first
    assert underlined.evaluate("m => getComputedStyle(m).textDecorationLine") == "underline"
    boxed.click()
    expect(page.locator("#condition-1")).to_be_in_viewport()
    expect(page.locator("#condition-1")).to_contain_text("点名未界定")


def test_the_row_of_the_printed_table_is_found(visit: Visit) -> None:
    page = visit.open(f"{EDITION}/service/3")
    page.get_by_role("link", name="表格中的这一行（序号 3）").click()
    expect(page.locator("[id='cell=4,1']")).to_be_in_viewport()


def test_the_drawing_of_classes_leads_to_terms(visit: Visit) -> None:
    page = visit.open("/ontology")
    assert not scrolls_sideways(page)
    page.locator(".diagram a", has_text="care:ServiceMeasure").click()
    expect(page).to_have_url(re.compile("#ServiceMeasure$"))
    expect(page.locator("#ServiceMeasure")).to_be_in_viewport()


def test_the_words_of_a_cell_lead_to_their_measure(visit: Visit) -> None:
    page = visit.open(f"{EDITION}/service/3")
    page.locator("dl.printed .content").get_by_role("link", name="措施 3").click()
    expect(page.locator("#measure-3")).to_be_in_viewport()
    page.locator("#measure-3 .words a").click()
    mark = page.locator("figure.quotation mark")
    expect(mark).to_have_text("免费提供教科书")
    page.locator("figure.quotation figcaption a").click()
    expect(page.locator("[id='cell=4,5']")).to_be_in_viewport()


def test_a_query_is_asked_and_answered(visit: Visit) -> None:
    page = visit.open("/sparql")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(23)
    expect(page.locator("table.rows").get_by_role("link", name="义务教育服务", exact=True)).to_be_visible()
    assert not scrolls_sideways(page)
    visit.write("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="运行").click()
    expect(page.locator(".boolean")).to_have_text("是")
    visit.write("CONSTRUCT WHERE { ?s a <http://purl.org/dc/terms/Location> }")
    page.get_by_label("查询范围").select_option(value=graph_iri("places"))
    page.get_by_role("button", name="运行").click()
    expect(page.locator("table.rows tbody tr")).not_to_have_count(0)


def test_a_mistake_in_a_query_is_shown_with_the_query(visit: Visit) -> None:
    page = visit.open("/sparql")
    visit.write("SELECT *\nWHERE { ?s ?p }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_role("alert")).to_contain_text("第 2 行第 15 个字符")
    expect(page.locator(".cm-line")).to_have_text(["SELECT *", "WHERE { ?s ?p }"])
    visit.complaints.remove(
        "error: Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"
    )


def test_a_ready_made_question_is_asked(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="全部问题").click()
    page.get_by_role("link", name="某部门负责哪些服务").click()
    page.get_by_label("责任部门").select_option(label="省残联")
    page.get_by_role("button", name="提问").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(2)
    expect(page.get_by_label("责任部门").locator("option:checked")).to_have_text("省残联")


def test_the_api_is_read_and_tried(visit: Visit) -> None:
    page = visit.open("/sparql")
    page.get_by_role("link", name="API 说明").last.click()
    expect(page.locator("#sparql .command")).to_be_visible()
    assert not scrolls_sideways(page)
    page = visit.open("/api")
    page.get_by_role("link", name="责任部门").click()
    page.get_by_text("某部门负责哪些服务？").click()
    body = page.locator("#servicesOfBody")
    body.get_by_text("可选值，共 14 个").click()
    expect(body.get_by_text("省妇联")).to_be_visible()
    assert not scrolls_sideways(page)
    body.get_by_role("link", name="打开这个例子").click()
    expect(page.locator("table.rows tbody tr").first).to_be_visible()


def test_a_shape_is_folded_until_it_is_asked_for(visit: Visit) -> None:
    page = visit.open("/shapes")
    expect(page.locator("#PublicService-title")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 12_000
    page.locator(".rules summary", has_text="shape:PublicService").first.click()
    expect(page.locator("#PublicService-title")).to_be_visible()
    page = visit.open("/shapes#service-repeated")
    expect(page.locator("#service-repeated")).to_be_in_viewport()
    page = visit.open("/shapes?lang=en#EligibilityCondition-metBy")
    expect(page.locator("#EligibilityCondition-metBy")).to_be_in_viewport()
    expect(page.locator("#PublicService-title")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#PublicService-title")).to_be_visible()


def test_the_language_is_kept_while_reading(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".goals").get_by_role("link", name="Compulsory education services").click()
    expect(page.locator("h1")).to_contain_text("Compulsory education services")
    expect(page.locator("h1")).to_contain_text("our translation")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("义务教育服务")


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


@pytest.mark.parametrize("scheme", part(["dark", "light"], 2))
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ontology",
        "/shapes",
        f"{EDITION}/service/16",
        "/id/scheme/groups",
        "/queries/cash-benefits",
        "/sparql",
        "/api#sparql",
        "/id/nothing",
    ],
)
def test_texts_can_be_read_in_light_and_dark(browser: Browser, address: str, scheme: str, path: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", locale="zh-CN")
    page = context.new_page()
    page.goto(address + path)
    low = page.evaluate(CONTRAST)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert low == []
    assert (int(re.findall(r"\d+", background)[0]) < 128) is (scheme == "dark")


def test_everything_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/sparql")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(23)
    context.close()
