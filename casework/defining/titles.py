"""What a definition without a title of its own is called: a change of a region, by its matter and region."""

from collections.abc import Iterable, Mapping

from sqlalchemy import text

from access.act import Act
from casework.organisation import list_regions
from casework.words import Language
from forms.form_plan import Text
from matter_definitions.overriding.regions import parts_of

_MATTERS = text("""
    SELECT DISTINCT ON (code) code, title_zh, title_en FROM definition
    WHERE kind = 'matter' AND code = ANY(:codes) ORDER BY code, version DESC
""")


async def override_titles(act: Act, codes: Iterable[str], *, language: Language) -> Mapping[str, str]:
    """By code, of those among `codes` that are of overrides: 新生儿出生 · 余杭区. What is not there any more
    keeps its code. The transaction has the engine's rights."""
    wanted = {code: parts_of(code) for code in codes if "@" in code}
    if not wanted:
        return {}
    matters = sorted({matter for matter, _ in wanted.values()})
    rows = await act.connection.execute(_MATTERS, {"codes": matters})
    titles = {row.code: Text(row.title_zh, row.title_en).in_language(language) for row in rows}
    names = {code: name.in_language(language) for code, name in await list_regions(act.connection)}
    return {
        code: f"{titles.get(matter, matter)} · {names.get(region, region)}"
        for code, (matter, region) in wanted.items()
    }
