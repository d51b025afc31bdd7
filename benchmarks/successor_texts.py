"""Words that invented successor editions are made of, besides those of ``kg_service.editions.synthetic``."""

CLAUSES = ("确保应享尽享", "切实减轻家庭负担", "促进其健康成长", "帮助其更好成长", "不断提高服务水平")
"""What may be added to a measure without being one of its own."""

VERBS = (
    "提供",
    "保障",
    "协助",
    "开展",
    "建立",
    "免除",
    "发放",
    "资助",
    "纳入",
    "引导",
    "做好",
    "受理",
    "办理",
)

FULL_NAMES = {
    "省卫健委": "省卫生健康委",
    "省人社厅": "省人力资源和社会保障厅",
    "省住建厅": "省住房和城乡建设厅",
    "省医保局": "省医疗保障局",
    "省残联": "省残疾人联合会",
    "省妇联": "省妇女联合会",
    "省广电局": "省广播电视局",
    "省疾控局": "省疾病预防控制局",
    "省法院": "省高级人民法院",
    "省教育厅": "黑龙江省教育厅",
    "省民政厅": "黑龙江省民政厅",
}
"""Short name to another name of the same body."""

BODIES = (
    *("省卫健委", "省教育厅", "省民政厅", "省人社厅", "省医保局", "省住建厅", "省残联", "省公安厅", "省妇联"),
    *("团省委", "省广电局", "省财政厅", "省司法厅", "省发展改革委", "省文化和旅游厅", "省科协", "省红十字会"),
)

CONDITIONS = (
    ("符合条件的", "child", "open"),
    ("家庭经济困难的", "household", "named"),
    ("持有居住证的", "household", "explicit"),
    ("在居住地连续居住满一年的", "child", "explicit"),
    ("父母一方在当地就业的", "guardian", "explicit"),
    ("有需要的", "child", "open"),
    ("具有本省户籍的", "child", "explicit"),
)
"""Words, who has to meet it, how far it is spelled out."""

GROUPS = (
    ("流动儿童", None, None),
    ("0-6岁流动儿童", 0, 6),
    ("3-6岁流动儿童", 3, 6),
    ("义务教育阶段流动儿童", None, None),
    ("流动儿童中的残疾儿童", None, None),
    ("家庭住房困难的流动儿童", None, None),
)

OTHER_AUDIENCES = ("农村留守儿童", "进城务工人员", "散居孤儿", "困境儿童家庭", "残疾青年")
"""Whom a service might be for instead: neither wider nor narrower than any group of the list."""
