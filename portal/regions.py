"""Regions to choose from: the smallest ones, with the names of those they lie in."""

from collections.abc import Sequence

from access.act import Act
from access.regions import covers
from casework.organisation import list_regions
from portal.inputs import Choice
from portal.language import Language


async def region_choices(act: Act, language: Language) -> Sequence[Choice]:
    names = {code: name.in_language(language) for code, name in await list_regions(act.connection)}
    inner = [code for code in names if not any(covers(code, other) for other in names if other != code)]
    return [(code, _full_name(code, names, language)) for code in inner]


def _full_name(code: str, names: dict[str, str], language: Language) -> str:
    """浙江省杭州市余杭区 · Yuhang District, Hangzhou, Zhejiang Province: an outer name that an inner one
    repeats comes once; in English its first word tells (Hangzhou, Hangzhou City)."""
    words = ""
    for name in (names[other] for other in sorted(names, reverse=True) if covers(other, code)):
        telling = name if language == "zh" else name.partition(" ")[0]
        if telling not in words:
            words = f"{name}{words}" if language == "zh" else f"{words}, {name}".lstrip(", ")
    return words
