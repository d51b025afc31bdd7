"""What the columns of answers and the parameters of queries are called, by variable.

A plural stands for names joined or for their number; the heading serves both.
"""

from collections.abc import Mapping

from kg_service.model import Lang, Text

HEADINGS: Mapping[str, Text] = {
    "age": Text("年龄（周岁）", "Age in years"),
    "agePrinted": Text("年龄（原文）", "Age as printed"),
    "alone": Text("单独负责", "Alone"),
    "bearer": Text("年龄所属", "Belongs to"),
    "beneficiary": Text("服务对象", "Beneficiaries"),
    "bodies": Text("部门", "Bodies"),
    "body": Text("责任部门", "Body"),
    "broader": Text("上位概念", "Broader"),
    "cell": Text("单元格", "Cell"),
    "checksum": Text("校验和", "Checksum"),
    "commitment": Text("约束强度", "Commitment"),
    "condition": Text("条件", "Condition"),
    "conditions": Text("条件", "Conditions"),
    "content": Text("服务内容", "Content"),
    "count": Text("数量", "Number"),
    "counterpart": Text("对口国家部门", "National counterpart"),
    "department": Text("责任部门", "Body"),
    "edition": Text("清单版本", "Edition"),
    "evidence": Text("名称依据", "Evidence of the name"),
    "explicitness": Text("明确程度", "Explicitness"),
    "firm": Text("确定给予", "Firm"),
    "first": Text("其一", "First"),
    "fullName": Text("全称", "Full name"),
    "goal": Text("目标", "Goal"),
    "goals": Text("目标", "Goals"),
    "group": Text("服务对象", "Beneficiaries"),
    "groups": Text("服务对象", "Groups"),
    "items": Text("项数", "Items"),
    "kind": Text("类型", "Kind"),
    "kinds": Text("类型", "Kinds"),
    "label": Text("名称", "Name"),
    "maxAge": Text("最大年龄", "Up to age"),
    "measure": Text("措施", "Measure"),
    "measures": Text("措施", "Measures"),
    "minAge": Text("最小年龄", "From age"),
    "norm": Text("规范", "Norm"),
    "note": Text("说明", "Note"),
    "number": Text("序号", "No."),
    "numbers": Text("服务序号", "Service numbers"),
    "ofGroup": Text("因服务对象", "By its group"),
    "others": Text("共同负责的部门", "With"),
    "part": Text("组成部分", "Part"),
    "place": Text("地域", "Place"),
    "position": Text("次序", "Position"),
    "printedFor": Text("原定服务对象", "Printed for"),
    "programme": Text("项目或制度", "Programme"),
    "quotation": Text("引文", "Quotation"),
    "recipient": Text("受益人", "Recipient"),
    "recipients": Text("受益人", "Recipients"),
    "responsibilities": Text("责任", "Responsibilities"),
    "rules": Text("依何处规定", "Rules of"),
    "second": Text("其二", "Second"),
    "service": Text("服务项目", "Service"),
    "services": Text("服务", "Services"),
    "shared": Text("共同负责", "Shared"),
    "situation": Text("处境", "Situation"),
    "situations": Text("处境", "Situations"),
    "source": Text("来源文本", "Source"),
    "stage": Text("教育阶段", "Stage"),
    "stages": Text("教育阶段", "Stages"),
    "status": Text("状态", "Status"),
    "subject": Text("须由谁满足", "Met by"),
    "subjects": Text("须由谁满足", "Met by"),
    "title": Text("名称", "Title"),
    "titles": Text("服务名称", "Services"),
    "venue": Text("场所", "Venue"),
    "version": Text("版次", "Version"),
    "versions": Text("版本", "Versions"),
    "what": Text("判断", "Of what"),
    "wholeService": Text("及于整项服务", "Whole service"),
    "word": Text("词语", "Word"),
    "wording": Text("措辞", "Wording"),
}
"""Variable to heading. A variable that is not here is its own heading."""


def heading(variable: str, lang: Lang) -> str:
    """The heading of a column or parameter."""
    return HEADINGS[variable].of(lang) if variable in HEADINGS else variable
