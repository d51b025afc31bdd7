"""Invented rows in the manner of such lists, read by a person before any rule was tried on them.

None of them is of a published list. A measure: its words, kind, recipients, commitment, conditions.
"""

F, C, W, P = "firm", "conditional", "where-available", "promoted"
CHILD, FAMILY, PARENT = "child", "family", "parent-or-guardian"

TEXTS: tuple[tuple[str, str, list[tuple[str, str, set[str], str, set[str]]]], ...] = (
    ("流动儿童", "校车服务", [
        ("为居住地离学校较远的流动儿童提供校车接送服务", "in-kind-support", {CHILD}, C, {"居住地离学校较远"}),
        ("对家庭经济困难的减免乘车费用", "fee-waiver", {CHILD}, C, {"家庭经济困难"}),
    ]),
    ("0-3岁流动儿童", "婴幼儿照护", [
        ("依托社区服务中心，为流动儿童家庭提供科学育儿指导", "guidance-and-counselling", {FAMILY}, F, set()),
        ("鼓励用人单位提供托育服务", "childcare", {CHILD}, P, set()),
    ]),
    ("流动儿童", "营养改善", [
        ("免费提供营养午餐", "in-kind-support", {CHILD}, F, set()),
        ("开展营养健康知识宣传教育", "information-and-publicity", {CHILD}, F, set()),
    ]),
    ("流动儿童中的孤儿", "孤儿助学", [
        ("对考入普通全日制本科、专科和中等职业学校的孤儿每学年发放助学金", "cash-benefit", {CHILD}, C,
         {"考入普通全日制本科、专科和中等职业学校"}),
        ("提供心理咨询、学业规划等服务", "guidance-and-counselling", {CHILD}, F, set()),
    ]),
    ("流动儿童", "法律援助", [
        ("为权益受到侵害的流动儿童及其家庭提供法律援助", "guidance-and-counselling", {CHILD, FAMILY}, C,
         {"权益受到侵害"}),
        ("开辟绿色通道，优先受理", "administrative-handling", {CHILD}, F, set()),
    ]),
    ("义务教育阶段流动儿童", "入学保障", [
        ("简化入学流程，实行网上报名", "administrative-handling", {CHILD}, F, set()),
        ("将流动儿童平等纳入公办学校就读", "access-to-education", {CHILD}, F, set()),
        ("在民办学校就读的按公办学校标准补助公用经费", "cash-benefit", {CHILD}, C, {"在民办学校就读"}),
    ]),
    ("流动儿童", "医疗救助", [
        ("对患有重大疾病的流动儿童给予医疗救助", "healthcare-security", {CHILD}, C, {"患有重大疾病"}),
        ("实行先诊疗后付费", "health-service", {CHILD}, F, set()),
        ("提供异地就医备案服务", "healthcare-security", {CHILD}, F, set()),
    ]),
    ("残疾流动儿童", "辅助器具适配", [
        ("为有需求的残疾儿童免费适配辅助器具", "in-kind-support", {CHILD}, C, {"有需求的"}),
        ("发放康复训练补贴", "cash-benefit", {CHILD}, F, set()),
    ]),
    ("流动儿童", "公共文化", [
        ("公共图书馆、博物馆、青少年宫等向流动儿童免费开放", "cultural-activity", {CHILD}, F, set()),
        ("有条件的地区开展夏令营活动", "cultural-activity", {CHILD}, W, {"有条件的地区"}),
    ]),
    ("流动儿童", "家庭监护支持", [
        ("督促流动儿童父母依法履行监护责任", "guidance-and-counselling", {PARENT}, F, set()),
        ("对监护困难的家庭提供支持服务", "livelihood-support", {FAMILY}, C, {"监护困难"}),
        ("必要时由民政部门临时监护", "care-and-rehabilitation", {CHILD}, F, set()),
    ]),
    ("流动儿童", "安全教育", [
        ("开展防溺水、交通安全和网络安全教育", "information-and-publicity", {CHILD}, F, set()),
        ("配备校园安全管理人员", "administrative-handling", {CHILD}, F, set()),
    ]),
    ("16周岁以上流动儿童", "就业帮扶", [
        ("为有就业意愿的未升学流动儿童提供职业技能培训", "employment-support", {CHILD}, C, {"有就业意愿"}),
        ("按规定给予培训补贴或者生活费补贴", "cash-benefit", {CHILD}, F, set()),
    ]),
)  # fmt: skip
"""Beneficiary, name, measures; the content is the measures joined by ；."""
