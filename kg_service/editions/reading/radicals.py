"""Characters that only look like those of the text: radicals, compatibility forms, ligatures.

A PDF keeps shapes and no characters. Where a font draws 民 and its radical ⺠ with one shape, most programs
name the radical, so that the text looks right and is not.

Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database; UAX #15 for all others
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃"
    "⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_UNIFIED = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀"
    "西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_SIMPLIFIED = {"⼾": "户", "―": "—", "〜": "～", "∕": "／", "‒": "–", "‵": "｀", "㬵": "胶"}
"""What fonts for simplified Chinese draw with one shape, beyond what Unicode calls equivalent."""
_TABLE = str.maketrans(dict(zip(_SUPPLEMENT, _UNIFIED, strict=True)) | _SIMPLIFIED)
_OTHERS = re.compile("[\u2329\u232a\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")


def unified(text: str) -> str:
    """*text* in the characters that it is meant in: ⺠⽅ becomes 民方, ﬁ becomes fi; all others stay."""
    return _OTHERS.sub(lambda each: unicodedata.normalize("NFKC", each[0]), text.translate(_TABLE))
