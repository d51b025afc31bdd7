"""One name, written in many ways: widths, spaces, traditional forms, characters that look alike.

``fold`` takes every way of writing a name to one form, so that two names which a reader would take for one
are found. It is for comparing only: what is published is what is printed.

Source: Unicode normalization form KC, https://www.unicode.org/reports/tr15/
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
"""Zero-width, directional and control characters: nobody sees them, every search trips over them."""

BROKEN = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd]|锟斤拷|烫烫烫|</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\\d+);"
)
"""What is left where a text was converted: replacement and private-use characters, tags of web pages."""

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_TRADITIONAL_PAIRS = """
動动 兒儿 學学 術术 義义 務务 醫医 療疗 衛卫 婦妇 產产 嬰婴 處处 護护 檢检 廳厅 會会 團团 聯联 殘残 廣广
電电 視视 網网 絡络 節节 發发 業业 職职 導导 輔辅 諮咨 詢询 創创 場场 關关 愛爱 單单 據据 標标 準准 條条
體体 貧贫 難难 補补 貼贴 資资 費费 減减 繳缴 獎奖 額额 錢钱 領领 給给 與与 從从 眾众 個个 項项 類类 號号
歲岁 歷历 曆历 齡龄 階阶 級级 層层 縣县 鄉乡 鎮镇 區区 國国 際际 門门 開开 閉闭 間间 問问 閱阅 讀读 書书
畫画 習习 練练 組组 織织 統统 續续 結结 約约 紅红 純纯 終终 絕绝 經经 維维 緊紧 綜综 線线 編编 縮缩 總总
績绩 繼继 纖纤 設设 許许 訓训 記记 訊讯 託托 評评 診诊 詳详 試试 話话 認认 誌志 誤误 說说 課课 誰谁 請请
論论 諒谅 謀谋 講讲 謝谢 證证 識识 譯译 議议 讓让 豐丰 財财 責责 貨货 販贩 貴贵 買买 貸贷 賀贺 賃赁 賦赋
質质 賴赖 賬账 購购 贈赠 車车 軍军 軟软 較较 載载 輕轻 輪轮 輸输 轄辖 轉转 辦办 農农 運运 過过 達达 違违
遠远 適适 遲迟 選选 遺遗 還还 邊边 鄰邻 醜丑 釋释 針针 鋪铺 錄录 鍾钟 鐘钟 鐵铁 長长 陽阳 隊队 隨随 險险
隱隐 雙双 雜杂 離离 雲云 靈灵 靜静 韌韧 響响 頁页 頂顶 順顺 須须 預预 頒颁 頓顿 頭头 題题 顏颜 願愿 顧顾
風风 飛飞 飯饭 養养 餘余 館馆 馬马 駐驻 騎骑 驗验 驚惊 髮发 魚鱼 鳥鸟 麥麦 黃黄 點点 齊齐 齒齿 龍龙 龜龟
傳传 僅仅 價价 億亿 優优 儲储 償偿 備备 側侧 偵侦 偽伪 傷伤 傾倾 僑侨 兩两 內内 冊册 凍冻 劃划 別别 劇剧
劍剑 劑剂 勞劳 勢势 勝胜 勵励 勸劝 協协 卻却 參参 員员 啟启 嚴严 圍围 園园 圓圆 圖图 執执 報报 塊块 墊垫
壓压 壞坏 壯壮 聲声 夠够 夢梦 奪夺 奮奋 媽妈 孫孙 寧宁 實实 寫写 寬宽 審审 專专 將将 尋寻 對对 屆届 屬属
島岛 嶺岭 師师 帶带 幣币 幫帮 幹干 庫库 廠厂 廢废 彈弹 強强 彙汇 匯汇 後后 徑径 徵征 徹彻 恆恒 態态 慶庆
憂忧 憑凭 應应 懇恳 懷怀 戰战 戲戏 戶户 拋抛 掃扫 掛挂 採采 換换 揚扬 損损 擁拥 擇择 擊击 擔担 擴扩 攜携
敗败 敵敌 數数 斷断 無无 時时 晉晋 暫暂 曉晓 東东 極极 榮荣 構构 槍枪 樂乐 樓楼 樣样 樹树 橋桥 機机 檔档
權权 歡欢 歸归 殺杀 氣气 決决 沒没 況况 測测 濟济 滿满 漢汉 災灾 為为 烏乌 煙烟 熱热 燈灯 營营 爭争 爾尔
牆墙 狀状 獨独 獲获 環环 現现 異异 當当 瘋疯 癒愈 盡尽 監监 盤盘 盧卢 矚瞩 碼码 確确 礎础 禮礼 祿禄 種种
稱称 穩稳 窮穷 竊窃 競竞 筆笔 範范 築筑 簡简 簽签 籌筹 糧粮 糾纠 紀纪 紙纸 細细 紹绍 絲丝 緣缘 羅罗 罰罚
聖圣 聞闻 聽听 肅肃 腦脑 腳脚 膚肤 臉脸 臨临 舉举 舊旧 艙舱 艱艰 莊庄 華华 萬万 葉叶 蓋盖 蘇苏 虛虚 蟲虫
衝冲 裏里 裡里 裝装 製制 複复 復复 見见 規规 覺觉 覽览 觀观 觸触 計计 訂订 訴诉 詞词 該该 誠诚 語语 調调
談谈 諾诺 負负 貢贡 貫贯 贏赢 趕赶 趨趋 跡迹 踐践 躍跃 納纳 興兴 親亲 註注 遊游 於于 並并 併并 嚮向 撫抚
緒绪 篩筛 籤签 糰团 穫获 礙碍 癥症 灣湾 嵗岁 溫温 週周 佔占 係系 臺台 鑒鉴 擬拟 讚赞 贊赞 虧亏 隻只 羣群 牀床
爲为 衞卫 産产 歳岁 敎教 査查 閲阅 説说 衆众 絶绝 綫线 啓启 舘馆 戸户 鍼针 閤合 増增 専专 収收
対对 検检 経经 読读 転转 関关 団团 広广 児儿 両两 黒黑 実实 済济 発发 聴听 豊丰 郷乡 雑杂 厳严 庁厅 恵惠 戯戏
"""

_TRADITIONAL = {pair[0]: pair[1] for pair in _TRADITIONAL_PAIRS.split()}
"""Traditional and variant characters that a list of services is likely to hold, with their standard forms."""

TRADITIONAL = re.compile(f"[{''.join(_TRADITIONAL)}]")

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―－−~〜～⁓", "-"),
        **dict.fromkeys("“”„‟″＂«»", '"'),
        **dict.fromkeys("‘’‚‛′＇｀`´", "'"),
        **dict.fromkeys("·•・‧∙⋅", "·"),
        **dict.fromkeys("，､", "、"),
        ",": "、",
        "己": "已",
        "巳": "已",
        "末": "未",
        "曰": "日",
        "亨": "享",
        "囗": "口",
        "戍": "戌",
        "戊": "戌",
        "扺": "抵",
        "拨": "拔",
        "茶": "荼",
        "冶": "治",
        "洽": "治",
        "抒": "杼",
        "哀": "衰",
        "侍": "待",
        "博": "搏",
        "帐": "账",
        "撤": "撒",
        "〇": "0",
        "О": "O",
        "О".lower(): "o",
        "ｌ": "l",
    }
)
"""Characters that one takes for another at a glance, or that an input method offers next to it."""

_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)}


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The one form of a name, however it is written; for comparing only."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    text = "".join(_TRADITIONAL.get(c, _RADICALS.get(c, c)) for c in text if not c.isspace())
    return text.translate(_ALIKE).casefold()


def visible(text: str) -> str:
    """The text without what nobody sees."""
    return INVISIBLE.sub("", text)


def simplified(text: str) -> str:
    """The text with the traditional characters that are known here in their simplified forms."""
    return "".join(_TRADITIONAL.get(character, character) for character in text)


def differs_by(found: str, known: str) -> tuple[str, str]:
    """In what two ways of writing one name differ, in zh and en."""
    if visible(found) != found and visible(found) == known:
        return "有看不见的字符", "invisible characters"
    if simplified(found) == known:
        pairs = traditional_in(found)
        return f"用了繁体字或异体字（{pairs}）", f"traditional or variant characters ({pairs})"
    if unicodedata.normalize("NFKC", found) == unicodedata.normalize("NFKC", known):
        return "全角半角不同", "full-width and half-width forms"
    pairs = "，".join(dict.fromkeys(_pairs(found, known)))
    return (
        f"有形近的字符（{pairs}）" if pairs else "有形近的字符",
        f"characters that look alike ({pairs})" if pairs else "characters that look alike",
    )


def traditional_in(text: str) -> str:
    """Each traditional or variant character of a text with its standard form: 為→为，衞→卫."""
    found = dict.fromkeys(TRADITIONAL.findall(unicodedata.normalize("NFKC", text)))
    return "，".join(f"{character}→{simplified(character)}" for character in found)


def _pairs(found: str, known: str) -> Iterator[str]:
    if len(found) == len(known):
        yield from (f"{one}→{other}" for one, other in zip(found, known, strict=True) if one != other)
