"""What the rules alone read into a text, held against what people read into the 2024 edition."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg_service.editions.drafting.ages import ages_in
from kg_service.editions.drafting.clauses import passages
from kg_service.editions.drafting.conditions import of_beneficiaries
from kg_service.editions.drafting.earlier import EarlierService, earlier_services
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.drafting.rules import FILE, Rules, load_rules
from kg_service.editions.drafting.values import ReadMeasure, RowReading
from kg_service.editions.interpretation import interpret
from kg_service.errors import SyntaxProblemError, UnreadableFileError

HOME = Path(__file__).resolve().parent.parent
RULES = load_rules(HOME)
FACETS = (
    "kinds",
    "recipients",
    "commitment",
    "alternatives",
    "stages",
    "situations",
    "rules_of",
    "norms",
    "references",
)


@pytest.fixture(scope="module")
def known() -> Known:
    return load_known(HOME)


@pytest.fixture(scope="module")
def printed(known: Known) -> dict[int, EarlierService]:
    names = {iri: label for label, iri in known.concepts("groups").items()}
    return earlier_services(known.editions["heilongjiang/2024"], names)


def read(known: Known, content: str, *, group: str = "流动儿童", service: str = "关爱服务") -> RowReading:
    return interpret(group, service, content, RULES, known.lexicon)


def only(reading: RowReading) -> ReadMeasure:
    [measure] = reading.measures
    return measure


def words(content: str) -> list[str]:
    return [passage.of(content) for passage in passages(content, RULES)]


@pytest.mark.parametrize("number", range(1, 24))
def test_the_rules_read_the_2024_edition_as_people_did(known, printed, number):
    service = printed[number]
    names = {iri: label for label, iri in known.concepts("groups").items()}
    mine = interpret(names[service.group], service.title, service.content, RULES, known.lexicon)
    due = service.reading
    assert [m.words for m in mine.measures] == [m.words for m in due.measures]
    assert [c.words for c in mine.conditions] == [c.words for c in due.conditions]
    for got, expected in zip(mine.measures, due.measures, strict=True):
        for facet in FACETS:
            assert as_set(getattr(got, facet)) == as_set(getattr(expected, facet)), facet
        assert set(got.conditions) == set(expected.conditions)
    for got, expected in zip(mine.conditions, due.conditions, strict=True):
        assert set(got.met_by) == set(expected.met_by)
        assert got.span == expected.span
        for facet in ("explicitness", "rules_of", "min_age", "max_age", "age_printed"):
            assert getattr(got, facet) == getattr(expected, facet), facet
        assert set(got.situations) == set(expected.situations)


def as_set(value: object) -> set[object]:
    return set(value) if isinstance(value, tuple) else {value}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "免除学杂费，免费提供教科书；发放补助", ["免除学杂费", "免费提供教科书", "发放补助"], id="commas"
        ),
        pytest.param(
            "按照国家免疫规划疫苗儿童免疫程序，及时为适龄流动儿童接种疫苗",
            ["按照国家免疫规划疫苗儿童免疫程序，及时为适龄流动儿童接种疫苗"],
            id="basis",
        ),
        pytest.param(
            "符合当地政府规定入学条件的，以公办学校为主安排就近入学。免除学杂费",
            ["符合当地政府规定入学条件的，以公办学校为主安排就近入学", "免除学杂费"],
            id="condition-first",
        ),
        pytest.param("开展家庭教育指导，提升教育能力", ["开展家庭教育指导，提升教育能力"], id="purpose"),
        pytest.param("发放生活补贴、护理补贴", ["发放生活补贴", "护理补贴"], id="list-with-heads"),
        pytest.param("提供午餐、午休、托管等服务", ["提供午餐、午休、托管等服务"], id="list-with-one-head"),
        pytest.param("发放助学金、免除学费", ["发放助学金", "免除学费"], id="list-with-verbs"),
        pytest.param("配租公共租赁住房或者发放租赁补贴", ["配租公共租赁住房", "发放租赁补贴"], id="or"),
        pytest.param("对父母或者其他监护人提供指导", ["对父母或者其他监护人提供指导"], id="or-inside"),
        pytest.param(
            "提供转介（含心理；医疗）服务；发放补助",
            ["提供转介（含心理；医疗）服务", "发放补助"],
            id="brackets",
        ),
        pytest.param(
            "开展“手拉手，心连心”活动，提供指导",
            ["开展“手拉手，心连心”活动", "提供指导"],
            id="quotation-marks",
        ),
        pytest.param("提供服务）；发放补助", ["提供服务）", "发放补助"], id="unpaired-bracket"),
        pytest.param("发放补助；；提供服务。", ["发放补助", "；提供服务"], id="two-separators"),
        pytest.param("。", ["。"], id="separator-only"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_content_is_taken_apart_into_measures(content, expected):
    assert words(content) == expected


SEPARATORS = ("", "；", "，", "、", "。", "或", "或者", "，或", "，或者", "；或", "。或", "；或者", "。或者")


@settings(max_examples=300, deadline=None)
@given(
    st.text("流动儿童提供服务免除学费发放补助对为的帮助提高或者，、；。（）“”按照条件家庭 A1", max_size=60)
)
def test_measures_make_up_the_whole_content_but_separators(content):
    found = passages(content, RULES)
    position = 0
    for index, passage in enumerate(found):
        between = content[position : passage.start]
        assert between in (SEPARATORS if index else ("",)), (content, between)
        assert passage.end > passage.start
        position = passage.end
    assert content[position:] in ("", "；", "，", "、", "。") or not found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0-6岁流动儿童", [("0-6岁", 0, 6)], id="range"),
        pytest.param("０～６周岁", [("０～６周岁", 0, 6)], id="full-width"),
        pytest.param("3岁以下", [("3岁以下", None, 2)], id="below"),
        pytest.param("3岁及以下", [("3岁及以下", None, 3)], id="and-below"),
        pytest.param("三岁（含）以下", [("三岁（含）以下", None, 3)], id="included"),
        pytest.param("不满16周岁", [("不满16周岁", None, 15)], id="not-yet"),
        pytest.param("16周岁以上", [("16周岁以上", 16, None)], id="above"),
        pytest.param("年满十六周岁的", [("年满十六周岁", 16, None)], id="has-reached"),
        pytest.param("十二至十八岁", [("十二至十八岁", 12, 18)], id="chinese-numerals"),
        pytest.param("包括高中在内的12年免费教育", [], id="years-of-school"),
        pytest.param("60岁以上老人", [], id="no-child"),
        pytest.param("6-3岁", [], id="the-wrong-way-round"),
    ],
)
def test_ages_are_read(text, expected):
    assert [(age.printed, age.min_age, age.max_age) for age in ages_in(text)] == expected


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param("资助家庭经济困难的儿童接受普惠性学前教育", "cash-benefit", id="aid"),
        pytest.param(
            "对特困儿童参加医疗保险的个人缴费部分给予全额资助", "cash-benefit", id="aid-for-insurance"
        ),
        pytest.param("身高1.2米以下儿童免费乘坐公共交通工具", "fee-waiver", id="free-ride"),
        pytest.param("发放学习用品和营养餐", "in-kind-support", id="goods"),
        pytest.param("协助办理户口登记手续，受理居住证申请", "administrative-handling", id="papers"),
        pytest.param("提供临时监护照料", "care-and-rehabilitation", id="care"),
        pytest.param("提供法律咨询、代理等无偿法律服务", "guidance-and-counselling", id="law"),
        pytest.param("开展防溺水知识宣传", "information-and-publicity", id="publicity"),
        pytest.param("提供作业辅导", "tutoring-and-mentoring", id="homework"),
        pytest.param("发放职业培训补贴", "cash-benefit", id="allowance-for-training"),
    ],
)
def test_the_kind_is_what_is_given(known, content, kind):
    assert f"measure-kinds/{kind}" in read(known, content).measures[0].kinds


def test_what_is_waived_is_a_waiver_whatever_else_it_is(known):
    assert "measure-kinds/fee-waiver" in only(read(known, "协助申请免除学费")).kinds


@pytest.mark.parametrize(
    ("content", "commitments"),
    [
        pytest.param("发放补助", ["firm"], id="firm"),
        pytest.param("为符合条件的流动儿童发放补助", ["conditional"], id="conditional"),
        pytest.param("有条件的地区发放补助", ["where-available"], id="where-available"),
        pytest.param(
            "鼓励学校开展课后服务，提供作业辅导；发放补助", ["promoted", "promoted", "firm"], id="promoted"
        ),
        pytest.param("支持有条件的地方提供托育服务", ["promoted"], id="promoted-and-where-available"),
    ],
)
def test_the_commitment_is_read_from_the_words(known, content, commitments):
    found = [measure.commitment.removeprefix("commitments/") for measure in read(known, content).measures]
    assert found == commitments


@pytest.mark.parametrize(
    ("content", "group", "expected"),
    [
        pytest.param(
            "对遭受家庭暴力的流动儿童提供照料",
            "流动儿童",
            [("遭受家庭暴力", ("child",), "named")],
            id="of-children",
        ),
        pytest.param(
            "为符合条件的流动儿童家庭发放补贴",
            "流动儿童",
            [("符合条件的", ("household",), "open")],
            id="family",
        ),
        pytest.param("对低保对象给予补助", "流动儿童", [("低保对象", ("child",), "named")], id="situation"),
        pytest.param(
            "对残疾儿童给予补助", "流动儿童中的残疾儿童", [("残疾儿童", ("child",), "named")], id="group-only"
        ),
        pytest.param("为0-6岁流动儿童提供体检", "0-6岁流动儿童", [], id="age-of-the-group"),
        pytest.param(
            "为0-3岁流动儿童提供体检", "0-6岁流动儿童", [("0-3岁", ("child",), "explicit")], id="another-age"
        ),
        pytest.param("为辖区流动儿童提供体检", "流动儿童", [], id="restated"),
    ],
)
def test_conditions_are_found(known, content, group, expected):
    found = [
        (
            condition.words,
            tuple(subject.removeprefix("condition-subjects/") for subject in condition.met_by),
            condition.explicitness.removeprefix("explicitness/"),
        )
        for condition in read(known, content, group=group).conditions
    ]
    assert found == expected


def test_whose_rules_hold_is_said_where_the_words_say_it(known):
    [registered] = read(known, "对符合户籍地救助条件的儿童发放补助").conditions
    [residence] = read(known, "对符合当地救助条件的儿童发放补助").conditions
    assert registered.rules_of == "rule-places/registered-residence"
    assert residence.rules_of == "rule-places/residence"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("流动儿童中的残疾儿童", ["残疾儿童"], id="among"),
        pytest.param("家庭住房困难的流动儿童", ["家庭住房困难"], id="of-a-kind"),
        pytest.param("困境流动儿童", ["困境"], id="joined"),
        pytest.param("0-6岁流动儿童", [], id="age"),
        pytest.param("义务教育阶段流动儿童", [], id="stage"),
        pytest.param("流动儿童", [], id="all"),
        pytest.param("农村留守儿童", [], id="others"),
    ],
)
def test_the_column_of_beneficiaries_states_a_condition(name, expected):
    assert [condition.words for condition in of_beneficiaries(name, RULES)] == expected


@pytest.mark.parametrize(
    ("content", "recipients"),
    [
        pytest.param("发放补助", {"child"}, id="nobody-named"),
        pytest.param("为流动儿童家庭发放补贴", {"family"}, id="family"),
        pytest.param("为流动儿童及其父母开展活动", {"child", "parent-or-guardian"}, id="both"),
        pytest.param("为流动儿童提供新生儿家庭访视", {"child"}, id="family-in-what-is-given"),
        pytest.param("提供家庭医生签约服务", {"child"}, id="family-doctor"),
    ],
)
def test_the_recipient_is_whom_the_words_address(known, content, recipients):
    found = {recipient.removeprefix("recipients/") for recipient in only(read(known, content)).recipients}
    assert found == recipients


def test_a_condition_governs_what_follows_in_its_clause(known):
    reading = read(known, "为有需要的流动儿童提供心理辅导，给予生活补助；开展文化活动")
    assert [measure.conditions for measure in reading.measures] == [(0,), (0,), ()]


def test_an_age_in_the_name_is_said_of_the_kind_before_it(known):
    reading = read(known, "提供健康管理服务；就近提供托育服务", service="健康和托育(3岁以下)服务")
    assert [len(measure.conditions) for measure in reading.measures] == [0, 1]
    assert (reading.conditions[0].max_age, reading.conditions[0].span.column.value) == (2, "service")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        pytest.param("colour\tred\tx\t", 1, id="unknown-facet"),
        pytest.param("kind\tcash-benefit\t(\t", None, id="broken-expression"),
    ],
)
def test_a_line_that_is_no_rule_is_told_with_its_number(tmp_path, line, column):
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text(f"# a comment\nfacet\tvalue\tpattern\tnote\n{line}\n", encoding="utf-8")
    with pytest.raises(SyntaxProblemError) as caught:
        load_rules(tmp_path)
    assert (caught.value.line, caught.value.column) == (3, column)


def test_a_home_without_the_table_is_told(tmp_path):
    with pytest.raises(UnreadableFileError):
        load_rules(tmp_path)


def test_a_line_of_the_table_is_a_rule(tmp_path):
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text("kind\thousing\t露营\t\n", encoding="utf-8")
    rules: Rules = load_rules(tmp_path)
    assert rules.first("kind", "组织露营") == "housing"


def test_every_concept_that_the_table_names_is_there(known):
    for facet, scheme in (
        ("kind", "measure-kinds"),
        ("recipient", "recipients"),
        ("situation", "situations"),
        ("stage", "stages"),
    ):
        slugs = {iri.rpartition("/")[2] for iri in known.concepts(scheme).values()}
        named = {slug for rule in RULES.of(facet) for slug in rule.value.split("+")}
        assert named <= slugs, named - slugs
    subjects = {iri.rpartition("/")[2] for iri in known.concepts("condition-subjects").values()}
    assert {rule.value.partition("|")[0] for rule in RULES.of("condition")} <= subjects
