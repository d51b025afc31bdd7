"""The query desk: sorted tables, charts, raw answers, conditions, links and code that run."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from lxml import html as dom
from werkzeug.serving import make_server

from kg_service.queries import Catalogue
from kg_service.vocabulary import BASE
from kg_service.web.charts.provinces import PROVINCES
from kg_service.web.snippets import snippets

PAGE = {"Accept": "text/html", "Accept-Language": "zh"}
SERVICE = f"{BASE}id/edition/heilongjiang/2024/service/16"
DRAWN = ("bar", "matrix", "sankey", "map")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def root(app: Flask) -> Iterator[str]:
    """The same, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def shown(client: FlaskClient, path: str, status: int = 200) -> dom.HtmlElement:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == status, answer.text[:500]
    return dom.fromstring(answer.text)


def sparql(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def column(page: dom.HtmlElement, number: int) -> list[str]:
    return [
        cell.text_content().strip() for cell in page.xpath(f"//table[@class='rows']/tbody/tr/td[{number}]")
    ]


# Tables


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        pytest.param("services", [1, 2, 5, 9, 10, None], id="ascending"),
        pytest.param("-services", [10, 9, 5, 2, 1, None], id="descending"),
        pytest.param("", [9, 10, None, 1, 5, 2], id="as-answered"),
    ],
)
def test_numbers_are_sorted_by_size(client: FlaskClient, sort: str, expected: list[int | None]) -> None:
    query = "SELECT ?services { VALUES ?services { 9 10 UNDEF 1 5 2 } }"
    page = shown(client, sparql(query, sort=sort))
    assert column(page, 1) == ["" if n is None else str(n) for n in expected]


def test_chinese_names_are_sorted_by_sound(client: FlaskClient) -> None:
    query = 'SELECT ?x { VALUES ?x { "重庆" "安徽" "浙江" "北京" "Zhejiang" "abc" } }'
    page = shown(client, sparql(query, sort="x"))
    assert column(page, 1) == ["abc", "Zhejiang", "安徽", "北京", "浙江", "重庆"]


def test_a_column_is_sorted_by_the_names_that_it_shows(client: FlaskClient) -> None:
    names = column(shown(client, "/queries/body-workload?sort=body"), 1)
    assert len(names) == 14
    assert names == sorted(names, key=lambda name: name.encode("gb18030"))
    assert names != column(shown(client, "/queries/body-workload"), 1)


def test_headings_sort_and_say_so(client: FlaskClient) -> None:
    page = shown(client, "/queries/body-workload")
    assert page.xpath("//th[@aria-sort]") == []
    link = page.xpath("//th[@title='?services']/a")[0].get("href")
    page = shown(client, link.partition("#")[0])
    assert [th.get("aria-sort") for th in page.xpath("//th[@title='?services']")] == ["ascending"]
    link = page.xpath("//th[@title='?services']/a")[0].get("href")
    page = shown(client, link.partition("#")[0])
    assert [th.get("aria-sort") for th in page.xpath("//th[@title='?services']")] == ["descending"]


def test_a_column_that_is_not_there_is_said(client: FlaskClient) -> None:
    answer = client.get("/queries/body-workload?sort=bodies", headers=PAGE)
    assert answer.status_code == 400
    assert "body、kind、services" in answer.text


def test_an_answer_too_long_to_be_sorted_stays_as_it_is(client: FlaskClient) -> None:
    query = "SELECT ?a { ?s ?p ?a . ?t ?q ?b } LIMIT 20002"
    page = shown(client, sparql(query, sort="a"))
    assert page.xpath("//th[@aria-sort]") == []
    assert len(column(page, 1)) == 1000


def test_the_protocol_knows_nothing_of_pages(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { 2 1 } }"
    answer = client.get(sparql(query, sort="x", show="raw", format="csv"))
    assert answer.text.split() == ["x", "2", "1"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param('SELECT ?x { BIND("<b>"@zh AS ?x) }', '"xml:lang":"zh"', id="solutions"),
        pytest.param("ASK {}", '"boolean":true', id="boolean"),
        pytest.param("CONSTRUCT { <urn:a> <urn:b> <urn:c> } {}", "<urn:a> <urn:b> <urn:c> .", id="graph"),
    ],
)
def test_an_answer_is_shown_as_it_is_sent(client: FlaskClient, query: str, words: str) -> None:
    text = shown(client, sparql(query, show="raw")).xpath("//pre[@class='raw']")[0].text_content()
    assert words in re.sub(r"(?<=[:,])\s|\n", "", text)


# Charts


def charted(catalogue: Catalogue) -> list[str]:
    return [query.name for query in catalogue if query.chart in DRAWN]


def test_every_query_that_asks_for_a_chart_has_one(client: FlaskClient, catalogue: Catalogue) -> None:
    assert len(charted(catalogue)) > 15
    for name in charted(catalogue):
        page = shown(client, f"/queries/{name}")
        assert [f.get("class") for f in page.xpath("//figure")] == [f"chart {catalogue.get(name).chart}"], (
            name
        )
        assert page.xpath("//figure//svg//a/title"), name


def test_bars_are_as_long_as_their_numbers(client: FlaskClient) -> None:
    page = shown(client, "/queries/body-workload")
    numbers = [int(text) for text in column(page, 3)]
    lengths = [float(bar.get("width")) for bar in page.xpath("//rect[@class='mark']")]
    assert lengths == pytest.approx([420 * n / max(numbers) for n in numbers], abs=0.1)
    titles = [title.text for title in page.xpath("//svg//a/title")]
    assert titles == [f"{body}：{n}" for body, n in zip(column(page, 1), numbers, strict=True)]


def test_cells_of_the_matrix_are_those_of_the_table(client: FlaskClient) -> None:
    page = shown(client, "/queries/goal-body-matrix")
    rows = zip(column(page, 1), column(page, 2), column(page, 3), strict=True)
    assert [t.text for t in page.xpath("//svg//a/title")] == [f"{g} × {b}：{n}" for g, b, n in rows]


def test_a_cell_leads_to_the_services_that_it_counts(client: FlaskClient) -> None:
    page = shown(client, "/queries/goal-body-matrix")
    for link in page.xpath("//svg//a")[:6]:
        number = int(link.xpath("./title")[0].text.rpartition("：")[2])
        assert link.get("href").startswith("/services?goal=")
        assert len(shown(client, link.get("href")).xpath("//ol[@class='services']/li")) == number


def test_flows_keep_what_flows(client: FlaskClient) -> None:
    page = shown(client, "/queries/group-service-body-flow")
    svg = page.xpath("//svg")[0]
    columns: dict[str, list[float]] = {}
    for node in svg.xpath(".//rect[@class='mark']"):
        columns.setdefault(node.get("x"), []).append(float(node.get("height")))
    assert [len(nodes) for nodes in columns.values()] == [13, 23, 14]
    totals = [sum(nodes) for nodes in columns.values()]
    assert totals == pytest.approx([totals[0]] * 3, rel=0.01)
    bands = [float(path.get("stroke-width")) for path in svg.xpath(".//path[@class='band']")]
    assert sum(bands) == pytest.approx(2 * totals[0], rel=0.02)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_drawn_outside_of_the_drawing(
    client: FlaskClient, catalogue: Catalogue, lang: str
) -> None:
    for name in charted(catalogue):
        svg = shown(client, f"/queries/{name}?lang={lang}").xpath("//svg")[0]
        width, height = float(svg.get("width")), float(svg.get("height"))
        for rect in svg.xpath(".//rect"):
            x, y, w, h = (float(rect.get(n)) for n in ("x", "y", "width", "height"))
            assert min(x, y) >= 0, name
            assert x + w <= width, name
            assert y + h <= height + 0.5, name


def test_the_squares_are_the_provincial_units(client: FlaskClient) -> None:
    asked = f"""PREFIX adms: <http://www.w3.org/ns/adms#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?place ?code ?letters {{ ?place skos:topConceptOf <{BASE}id/scheme/places> ;
        skos:notation ?code ; adms:identifier/skos:notation ?letters }}"""
    rows = csv.reader(io.StringIO(client.get(sparql(asked, format="csv")).text))
    assert {(p.iri, p.code, f"CN-{p.letters}") for p in PROVINCES} == {tuple(row) for row in rows} - {
        ("place", "code", "letters")
    }
    assert len({p.short for p in PROVINCES}) == len({(p.column, p.row) for p in PROVINCES}) == 34
    assert {p.column for p in PROVINCES} == set(range(8)) == {p.row for p in PROVINCES}


def mapped(client: FlaskClient, rows: str, columns: str = "?place ?n", **more: str) -> dom.HtmlElement:
    return shown(
        client, sparql(f"#+ chart: map\nSELECT {columns} {{ VALUES ({columns}) {{ {rows} }} }}", **more)
    )


JILIN, HEBEI, HARBIN = (f"<{BASE}id/place/{slug}>" for slug in ("jilin", "hebei", "heilongjiang/harbin"))


@pytest.mark.parametrize(("lang", "short"), [("zh", "吉"), ("en", "JL")])
def test_a_province_with_a_number_is_a_link_in_a_shade(client: FlaskClient, lang: str, short: str) -> None:
    rows = f"({JILIN} 40) ({HEBEI} 8) (<{BASE}id/place/taiwan> 0)"
    page = mapped(client, rows, lang=lang)
    squares = {a.xpath("./text")[0].text: a for a in page.xpath("//figure//svg/a")}
    said = {
        name: (a.xpath("./text")[1].text, a.xpath("./rect")[0].get("class")) for name, a in squares.items()
    }
    assert said == {
        short: ("40", "mark shade-4"),
        "冀" if lang == "zh" else "HE": ("8", "mark shade-1"),
        "台" if lang == "zh" else "TW": ("0", "mark shade-0"),
    }  # fmt: skip
    assert squares[short].get("href").startswith(f"/{lang}/id/place/jilin")
    assert len(page.xpath("//figure//svg/g[@aria-hidden]")) == 31
    legend = [item.text_content().strip() for item in page.xpath("//ul[@class='legend']/li")]
    assert legend == ["0", "8", "40", "没有数据" if lang == "zh" else "No data"]


@pytest.mark.parametrize(
    ("columns", "rows", "maps", "note"),
    [
        pytest.param("?c ?n", '("230000" 1) ("220000" 2)', [""], "", id="codes"),
        pytest.param("?k ?p ?n", f'("a" {JILIN} 1) ("b" {JILIN} 2) ("a" {HEBEI} 2)', [*"ab"], "", id="kinds"),
        pytest.param("?p ?n", f"({JILIN} 1) ({HARBIN} 2)", [""], "1", id="elsewhere"),
        pytest.param("?p ?n", f"({JILIN} 1) ({JILIN} 2)", [], "", id="two-numbers"),
        pytest.param("?p ?n", f"({HARBIN} 2)", [], "", id="no-province"),
        pytest.param("?p ?k ?n", " ".join(f'({JILIN} "{n}" {n})' for n in range(13)), [], "", id="too-many"),
    ],
)  # fmt: skip
def test_a_map_for_each_of_what_else_is_told(
    client: FlaskClient, columns: str, rows: str, maps: list[str], note: str
) -> None:
    page = mapped(client, rows, columns)
    panels = page.xpath("//figure//div[@class='panel']")
    assert ["".join(panel.xpath("./p/text()")) for panel in panels] == maps
    assert [len(panel.xpath("./svg//text")) > 34 for panel in panels] == [True] * len(maps)
    said = "".join(page.xpath("//figure/p[@class='note']/text()"))
    assert "".join(re.findall(r"另有 (\d+) 行", said)) == note


def test_a_graph_is_drawn_while_it_is_small(client: FlaskClient) -> None:
    query = f"CONSTRUCT WHERE {{ <{SERVICE}> ?p ?o }}"
    page = shown(client, sparql(query))
    svg = page.xpath("//figure[contains(@class, 'graph')]//svg")[0]
    triples = client.get(sparql(query, format="ntriples")).text.splitlines()
    objects = {triple.split(" ", 2)[2] for triple in triples}
    assert len(svg.xpath(".//rect[starts-with(@class, 'box')]")) == len(objects) + 1
    assert "省民政厅" in [text.text_content().strip() for text in svg.xpath(".//a/text")]
    page = shown(client, sparql("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 400"))
    assert page.xpath("//figure") == []
    assert len(column(page, 1)) == 400


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("", id="none"),
        pytest.param('("a" -1)', id="negative"),
        pytest.param('("a" 0)', id="zero"),
        pytest.param('("a" "x")', id="words"),
        pytest.param('("a" UNDEF)', id="unbound"),
        pytest.param(" ".join(f'("{n}" {n})' for n in range(1, 80)), id="many"),
        pytest.param('("</title><script>x</script>" 3)', id="markup"),
        pytest.param('("%s" 1)' % ("长" * 5000), id="giant"),
    ],
)
@pytest.mark.parametrize("chart", DRAWN)
def test_any_answer_is_shown_whatever_chart_it_asks_for(client: FlaskClient, chart: str, rows: str) -> None:
    query = f"#+ chart: {chart}\nSELECT ?a ?n {{ VALUES (?a ?n) {{ {rows} }} }}"
    answer = client.get(sparql(query), headers=PAGE)
    assert answer.status_code == 200
    assert "<script>x" not in answer.text
    svg = dom.fromstring(answer.text).xpath("//svg")
    assert not svg or float(svg[0].get("width")) < 3000


def test_a_chart_has_no_inline_style(client: FlaskClient, catalogue: Catalogue) -> None:
    for name in charted(catalogue):
        text = etree.tostring(shown(client, f"/queries/{name}").xpath("//svg")[0]).decode()
        assert "style=" not in text
        assert "<style" not in text


# The SPARQL of a result


@pytest.mark.parametrize(
    "path",
    [
        "/queries/services-of-body?body=省残联",
        "/queries/services-of-body?body=education&lang=en",
        "/queries/services-for-child?age=7&stage=compulsory",
        "/queries/shared-responsibility?body=civil-affairs",
        "/queries/goal-body-matrix?lang=en",
        "/conditions?goal=education&kind=fee-waiver",
        "/conditions?body=heilongjiang/education&count=goal",
        "/conditions?age=5&count=age",
    ],
)
def test_the_sparql_of_a_result_gives_that_result(client: FlaskClient, path: str) -> None:
    page = shown(client, path)
    link = next(a.get("href") for a in page.xpath("//a[@class='sparql']"))
    query = dict(parse_qsl(urlsplit(link).query))["query"]
    given = client.get(sparql(query, format="csv")).text
    data = next(a.get("href") for a in page.xpath("//p[@class='data']/a") if a.text == "CSV")
    assert given == client.get(data).text
    assert len(given.splitlines()) == 1 + len(page.xpath("//table[@class='rows']/tbody/tr"))


# By conditions


def test_conditions_count_as_the_facets_do(client: FlaskClient) -> None:
    facets = client.get("/services?goal=education", headers={"Accept": "application/json"}).json["facets"]
    for name in ("body", "group", "kind", "commitment", "stage"):
        answer = client.get(f"/conditions?goal=education&count={name}", headers={"Accept": "text/csv"})
        found = {row[name]: int(row["services"]) for row in csv.DictReader(io.StringIO(answer.text))}
        assert found == {each["iri"]: each["services"] for each in facets[name]}


def test_conditions_keep_what_was_chosen(client: FlaskClient) -> None:
    page = shown(client, "/conditions?goal=education&count=body&lang=en")
    chosen = {
        option.getparent().get("name"): option.get("value") for option in page.xpath("//option[@selected]")
    }
    assert chosen == {"goal": "education", "count": "body"}
    assert "<scheme/goals/education>" in page.xpath("//pre[contains(@class, 'written')]")[0].text_content()
    assert page.xpath("//figure[contains(@class, 'bar')]")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/conditions?count=boddy", "body", id="count"),
        pytest.param("/conditions?goal=educaton", "education", id="value"),
        pytest.param("/conditions?gaol=education", "goal", id="facet"),
        pytest.param("/conditions?show=table", "raw", id="show"),
    ],
)
def test_what_is_written_wrong_is_said(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 400
    assert words in answer.text


# Names


def test_names_are_those_of_the_graph(client: FlaskClient) -> None:
    answer = client.get("/sparql/names")
    names = {each["iri"]: each for each in answer.json["names"]}
    body = names[f"{BASE}id/body/heilongjiang/education"]
    assert (body["zh"], "黑龙江省教育厅" in body["also"], body["curie"]) == ("省教育厅", True, None)
    term = names["http://data.europa.eu/m8g/hasCompetentAuthority"]
    assert (term["zh"], term["curie"]) == ("责任部门", "cv:hasCompetentAuthority")
    assert answer.json["prefixes"]["cv"] == "http://data.europa.eu/m8g/"
    tag = answer.headers["ETag"]
    assert client.get("/sparql/names", headers={"If-None-Match": tag}).status_code == 304


def test_names_can_be_written_into_a_query(client: FlaskClient) -> None:
    content = client.get("/sparql/names").json
    short = [each["curie"] for each in content["names"] if each["curie"]]
    assert len(short) > 100
    head = "".join(f"PREFIX {prefix}: <{ns}>\n" for prefix, ns in content["prefixes"].items())
    assert client.get(sparql(head + f"SELECT * {{ VALUES ?x {{ {' '.join(short)} }} }}")).status_code == 200


# Links and code


def codes(client: FlaskClient, path: str) -> dict[str, str]:
    page = shown(client, path)
    return {
        pre.get("aria-labelledby").removeprefix("code-"): pre.text_content()
        for pre in page.xpath("//details[@class='use']//pre[@aria-labelledby]")
    }


TRICKY = (
    'SELECT ?x # it\'s "quoted" \\ and $HOME `id`\n'
    "WHERE { VALUES ?x { '''a'b''' \"c\\\"d\" \"义务教育\"@zh } }"
)
ASKED = [
    pytest.param("/queries/services-of-body?body=省残联", "残疾儿童教育服务", id="named"),
    pytest.param("/queries/services-of-body?body=education&lang=en", "Compulsory", id="named-english"),
    pytest.param("/queries/whole-table", "义务教育服务", id="named-without-fields"),
    pytest.param(sparql(TRICKY), "义务教育", id="tricky"),
    pytest.param("/conditions?goal=education", "service/3", id="conditions"),
]


def run(code: str, *command: str, folder: Path) -> str:
    done = subprocess.run(
        [*command, code], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("path", "words"), ASKED)
@pytest.mark.parametrize("name", ["python", "pandas"])
def test_the_python_code_runs(
    client: FlaskClient, root: str, tmp_path: Path, path: str, words: str, name: str
) -> None:
    code = codes(client, path)[name].replace("http://localhost", root)
    if name == "pandas":
        code += "\nprint(table.to_csv())"
    assert words in run(code, sys.executable, "-c", folder=tmp_path)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(("path", "words"), ASKED)
def test_the_curl_command_runs(client: FlaskClient, root: str, tmp_path: Path, path: str, words: str) -> None:
    run(codes(client, path)["curl"].replace("http://localhost", root), "sh", "-c", folder=tmp_path)
    assert words in (tmp_path / "answer.csv").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize(("path", "words"), ASKED)
def test_the_r_code_runs(client: FlaskClient, root: str, tmp_path: Path, path: str, words: str) -> None:
    code = codes(client, path)["r"].replace("http://localhost", root)
    assert words in run(code, "Rscript", "-e", folder=tmp_path)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("ASK {}", "True", id="ask"),
        pytest.param('CONSTRUCT { <urn:a> <urn:b> "丙" } {}', "丙", id="construct"),
    ],
)
def test_code_fits_the_kind_of_answer(
    client: FlaskClient, root: str, tmp_path: Path, query: str, words: str
) -> None:
    found = codes(client, sparql(query))
    assert set(found) == {"curl", "python"}
    assert words in run(
        found["python"].replace("http://localhost", root), sys.executable, "-c", folder=tmp_path
    )


@pytest.mark.parametrize(("path", "words"), ASKED)
def test_the_address_for_excel_answers(client: FlaskClient, path: str, words: str) -> None:
    address = re.search(r'Web\.Contents\("([^"]+)"\)', codes(client, path)["excel"])
    assert address
    assert address[1].isascii()
    answer = client.get(address[1].removeprefix("http://localhost"))
    assert answer.mimetype == "text/csv"
    assert words in answer.text


def test_a_field_that_comes_twice_is_sent_twice() -> None:
    code = next(s.code for s in snippets("http://x/queries/y", [("a", "1"), ("a", "2")], "solutions"))
    assert code.count("--data-urlencode") == 2


@pytest.mark.parametrize(("path", "words"), ASKED)
def test_every_download_is_what_it_says(client: FlaskClient, path: str, words: str) -> None:
    page = shown(client, path)
    links = page.xpath("//p[@class='data']/a[@type]")
    assert len(links) == 6
    for link in links:
        answer = client.get(link.get("href"))
        assert (answer.status_code, answer.mimetype) == (200, link.get("type"))
        if link.text == "CSV (Excel)":
            assert answer.data.startswith(b"\xef\xbb\xbf")
        if link.text == "JSON":
            assert words in json.dumps(json.loads(answer.data), ensure_ascii=False)


def test_links_to_page_and_answer_are_whole(client: FlaskClient) -> None:
    path = "/queries/services-of-body?body=" + quote("省残联")
    page = shown(client, path + "&sort=-number")
    here, data = (pre.text_content() for pre in page.xpath("//details[@class='use']//dd/pre"))
    assert html.unescape(here).startswith(f"http://localhost{path}")
    assert client.get(data.removeprefix("http://localhost")).mimetype == "application/sparql-results+json"
