"""The 34 provincial units as squares of a grid, each at about its place: a scheme, not a map of borders.

The grid is a design of this project. What counts is that a square is found where a reader looks for it: the
north-east at the top right, the coast on the right, every unit beside some of its neighbours.

Not here: how a square is coloured and named (``tiles``), the places themselves (``data/places.ttl``, which a
test holds against this table).
"""

from dataclasses import dataclass

from kg_service.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Province:
    """A provincial unit and its square."""

    code: str
    """Of GB/T 2260."""
    short: str
    """One character, as on number plates and in official lists."""
    letters: str
    """Of ISO 3166-2, without ``CN-``: the short name for readers of English."""
    slug: str
    """Last part of the IRI."""
    column: int
    row: int

    @property
    def iri(self) -> str:
        """Of the place."""
        return f"{BASE}id/place/{self.slug}"


COLUMNS, ROWS = 8, 8

#                                   黑
#               蒙      京  辽  吉
#   新  甘  宁  晋  冀  津
#       青  陕  豫  鲁
#   藏  川  渝  鄂  皖  苏  沪
#       滇  黔  湘  赣  浙
#               桂  粤  闽  台
#               琼  澳  港
PROVINCES = (
    Province("110000", "京", "BJ", "beijing", 5, 1),
    Province("120000", "津", "TJ", "tianjin", 5, 2),
    Province("130000", "冀", "HE", "hebei", 4, 2),
    Province("140000", "晋", "SX", "shanxi", 3, 2),
    Province("150000", "蒙", "NM", "inner-mongolia", 3, 1),
    Province("210000", "辽", "LN", "liaoning", 6, 1),
    Province("220000", "吉", "JL", "jilin", 7, 1),
    Province("230000", "黑", "HL", "heilongjiang", 7, 0),
    Province("310000", "沪", "SH", "shanghai", 6, 4),
    Province("320000", "苏", "JS", "jiangsu", 5, 4),
    Province("330000", "浙", "ZJ", "zhejiang", 5, 5),
    Province("340000", "皖", "AH", "anhui", 4, 4),
    Province("350000", "闽", "FJ", "fujian", 5, 6),
    Province("360000", "赣", "JX", "jiangxi", 4, 5),
    Province("370000", "鲁", "SD", "shandong", 4, 3),
    Province("410000", "豫", "HA", "henan", 3, 3),
    Province("420000", "鄂", "HB", "hubei", 3, 4),
    Province("430000", "湘", "HN", "hunan", 3, 5),
    Province("440000", "粤", "GD", "guangdong", 4, 6),
    Province("450000", "桂", "GX", "guangxi", 3, 6),
    Province("460000", "琼", "HI", "hainan", 3, 7),
    Province("500000", "渝", "CQ", "chongqing", 2, 4),
    Province("510000", "川", "SC", "sichuan", 1, 4),
    Province("520000", "黔", "GZ", "guizhou", 2, 5),
    Province("530000", "滇", "YN", "yunnan", 1, 5),
    Province("540000", "藏", "XZ", "tibet", 0, 4),
    Province("610000", "陕", "SN", "shaanxi", 2, 3),
    Province("620000", "甘", "GS", "gansu", 1, 2),
    Province("630000", "青", "QH", "qinghai", 1, 3),
    Province("640000", "宁", "NX", "ningxia", 2, 2),
    Province("650000", "新", "XJ", "xinjiang", 0, 2),
    Province("710000", "台", "TW", "taiwan", 6, 6),
    Province("810000", "港", "HK", "hong-kong", 5, 7),
    Province("820000", "澳", "MO", "macau", 4, 7),
)
"""In the order of their codes."""
