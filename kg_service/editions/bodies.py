"""Responsible bodies of two editions under their names, short and full: which are one and the same."""

from collections.abc import Collection, Mapping


def as_written(old: Collection[str], new: Collection[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Names of bodies of the old edition to the names that the same bodies have in the new one.

    Args:
        old, new: Names as printed.
        aliases: Every known name of a body to the one that stands for it.

    Returns:
        Old name to new name. One that no one knows is that of the body whose name it shortens or spells out.
    """
    found = {name: name for name in old if name in new}
    for name in old:
        if name not in found:
            free = [other for other in new if other not in found.values() and other not in old]
            known = [other for other in free if aliases.get(name, name) == aliases.get(other, other)]
            close = known or [other for other in free if _is_one(name, other, aliases)]
            if close:
                found[name] = close[0]
    return found


def _is_one(one: str, other: str, aliases: Mapping[str, str]) -> bool:
    if one in aliases and other in aliases:
        return False
    short, full = sorted((one, other), key=len)
    return abbreviates(short, full)


def abbreviates(short: str, full: str) -> bool:
    """Whether *short* is *full* with characters left out: 省卫健委 of 黑龙江省卫生健康委员会."""
    # Two characters are found in order in too many names.
    rest = iter(full)
    return 3 <= len(short) < len(full) and all(character in rest for character in short)
