"""The pictures of a matter, with what they show beside its plan: names of departments, and running cases by
item.
"""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language, words_of_file
from database.session import become_engine
from engine.checking import TooCostly, too_costly
from engine.publish import DefinitionRefused
from forms.form_plan import Text
from matter_definitions.pictures.both import Pictures, drawn
from matter_definitions.plan import Plan
from matter_definitions.sources import file_of
from matter_definitions.wording.titles import Names

_OPEN = text("""
    SELECT i.code, count(DISTINCT c.id) AS cases FROM matter_case c
    JOIN case_item i ON i.case_id = c.id
    WHERE c.matter = :matter AND c.ended_at IS NULL AND i.decided_at IS NULL
        AND cardinality(i.waiting_for) = 0
    GROUP BY i.code
""")


async def open_cases(act: Act, matter: str) -> Mapping[str, int]:
    """By item code; whatever the version that a case follows."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    rows = await act.connection.execute(_OPEN, {"matter": matter})
    return {row.code: row.cases for row in rows}


def department_kinds() -> Names:
    """What the kinds of departments are called in pictures."""
    kinds = words_of_file("state_words.yaml").get("department_kind", {})
    return Names(departments={code: Text(words["zh"], words["en"]) for code, words in kinds.items()})


async def pictures_of(act: Act, plan: Plan, *, counts: Mapping[str, int], language: Language) -> Pictures:
    """`counts`: as `open_cases`. Raises DefinitionRefused (422) for a plan that is too large to be drawn."""
    work = partial(drawn, plan, language=language, names=department_kinds(), counts=counts)
    try:
        return await act.engine.catalogue.draw(work)
    except TooCostly as reason:
        raise DefinitionRefused([too_costly(file_of("matter", plan.matter))]) from reason
