"""Changes of a region while they are written: the drafts of a matter, a new one, and what a draft changes."""

from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.defining.drafting import DraftKept, create_definition
from casework.defining.looking import look_over
from casework.defining.regions import against_above
from casework.organisation import list_regions
from casework.words import Language
from database.session import become_engine
from engine.definition_rows import Ref
from matter_definitions.editing.skeletons import new_override
from matter_definitions.overriding.regions import override_code, parts_of
from matter_definitions.sources import file_of
from refusals import FieldError, Malformed, Unknown

_DRAFTS = text("""
    SELECT code, version FROM definition
    WHERE kind = 'override' AND state IN ('draft', 'checked') AND starts_with(code, :start) ORDER BY code
""")
_MATTER = text("SELECT 1 FROM definition WHERE kind = 'matter' AND code = :code LIMIT 1")


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """Of the text of a version from the level above (`above`, 12 digits, '' everywhere), in words; none while
    there are `problems`."""

    above: str
    differences: list[str]
    problems: list[str]


async def regional_drafts(act: Act, matter: str) -> dict[str, Ref]:
    """Versions that may still be changed, by region (12 digits)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    rows = await act.connection.execute(_DRAFTS, {"start": override_code(matter, "")})
    return {parts_of(row.code)[1]: Ref("override", row.code, row.version) for row in rows}


async def begin_override(act: Act, matter: str, region: str) -> DraftKept:
    """A draft in which nothing is otherwise yet. Raises Unknown (404) without the matter, Malformed (422)
    without the region, CodeTaken (409) where there is one already."""
    demand(act.actor, "definition.write")
    if region not in dict(await list_regions(act.connection)):
        raise Malformed(errors=[FieldError("/region", "请选择地区", "choose a region")])
    become_engine(act.connection)
    if (await act.connection.execute(_MATTER, {"code": matter})).first() is None:
        raise Unknown
    return await create_definition(act, new_override(matter, region))


async def level_difference(act: Act, ref: Ref, *, language: Language = "zh") -> LevelDifference:
    """`ref` of an override. Raises Unknown (404)."""
    if ref.kind != "override":
        raise Unknown
    looked = await look_over(act, ref)
    matter, region = parts_of(ref.code)
    texts = [(file_of(ref.kind, ref.code), looked.version.source)]
    texts += [(file_of(each.kind, each.code), each.source) for each in looked.companions]
    above, found, problems = await against_above(act, looked.stock, matter, region, texts=texts)
    return LevelDifference(
        above=above,
        differences=[each.text.in_language(language) for each in found],
        problems=[each.in_language(language) for each in problems],
    )
