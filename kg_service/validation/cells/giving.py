"""Which words give something: verbs of giving, and the ways of speaking that only seem to.

Not here: the finding (``promises``), which measures a content holds (``editions``).
"""

from __future__ import annotations

import re

_VERBS = (
    "提供|保障|确保|保证|免除|免费|减免|减轻|发放|给予|予以|资助|补助|补贴|救助|支持|倡导|鼓励|开展|办理|受理|落实|纳入|建立|设立|"
    "允许|参加|接种|入园|入学|入读|就读|升学|转学|康复|指导|宣传|普及|组织|创作|传播|做好|协助|配租|配备|引导|丰富|帮扶|帮助|照料|"
    "照护|看护|护理|治疗|诊疗|享受|享有|推进|推动|推广|加强|实施|安排|培训|筛查|咨询|辅导|疏导|慰藉|开放|优先|优惠|结算|报销|转介|"
    "保护|维护|提高|提升|增强|改善|关爱|探访|走访|陪伴|慰问|监测|评估|干预|预防|随访|体检|检查|检测|供养|供应|供给|安置|收养|寄养|"
    "抚养|代办|代缴|缴纳|资助|奖励|奖补|发给|发送|赠送|配送|送达|满足|解决|化解|促进|扶持|扶助|服务|调解|援助|代理|登记|开设|举办|"
    "建设|完善|健全|规范|公布|公开|告知|提醒|推荐|介绍|对接|链接|整合|招收|招募|接收|收治|救治|矫治|矫正|签约|管理|覆盖|发展|"
    "创建|打造|增加|扩大|增设|放宽|简化|取消|延长|缩短|适当照顾|照顾|兜底|托管|托育|入托|教育|就业|上门|巡回|减征|免征|免收|不收取|不得收取|"
    "放映|播放|演出|展播|展览|印发|编写|搭建|打通|优化|推送|返还|退还|垫付|守护|训练|就医|转诊|供餐|接送"
)
_GIVES = re.compile(_VERBS)
_DUTY = re.compile(
    r"^(?:申请人?|家长|父母|监护人|本人|流动儿童)*(?:需要?|须|应当?|必须|要)(?:由?[^，。；]{0,8})?"
    r"(?:提供|提交|出示|携带|符合|满足|办理|登记|具备|达到|取得)"
)
_CONDITION = re.compile(
    r"^(?:凡|对|对于|为|向)?(?:符合|满足|具备|经认定|经评估|属于|持有|年满|未满|有)[^，。；]*?(?:条件|情形|标准|规定|要求|要件|证明|居住证)(?:的)?"
    r"(?P<rest>[^，。；]*)$"
)
_BASIS = re.compile(
    r"(?:按照?|依照|依据|根据|参照|遵照)[^，。；]*?(?:规定|办法|政策|文件|标准|要求|规范|程序|通知)(?:执行|办理|落实|实施|处理)$"
)
_NAMES = re.compile(
    r"(?:国家|基本公共|家庭医生)?[\u4e00-\u9fff]*(?:服务|救助|补贴|补助|教育|管理|康复|保障|筛查|指导|援助|咨询|宣传)(?:等)?(?:相关)?(?:政策|工作|事项|内容|项目|标准|制度)$"
)


_VAGUE = re.compile(
    r"(?:积极|认真|切实|依法|按规定|全面)*(?:做好|落实|加强|推进|开展|抓好|执行|实施|完善)[^，]{0,12}?"
    r"(?:相关|有关|各项)(?:工作|政策|措施|要求|规定|事项)"
)


def gives_something(text: str) -> bool:
    """Whether one clause at least gives something: not a duty, a condition or a reference alone."""
    return any(_clause_gives(clause) for clause in re.split(r"[，,。；;：:！!？?]", text) if clause)


def _clause_gives(clause: str) -> bool:
    if _DUTY.match(clause) or _BASIS.search(clause) or _VAGUE.fullmatch(clause):
        return False
    if (condition := _CONDITION.match(clause)) is not None:
        clause = condition["rest"]
        return bool(_GIVES.search(clause)) and not clause.endswith(("儿童", "家庭", "人员", "学生"))
    return bool(_GIVES.search(clause)) and not _is_name(clause)


def _is_name(clause: str) -> bool:
    """A noun phrase, such as 义务教育政策: its words hold a verb of giving and give nothing."""
    return _NAMES.fullmatch(clause) is not None and not re.search(
        "提供|开展|落实|做好|享受|享有|给予|实施|加强|保障|办理|纳入", clause
    )
