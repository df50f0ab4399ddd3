"""What the pictures of a matter show beside its plan: names of departments, and running cases by item."""

from collections.abc import Mapping

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import words_of_file
from database.session import become_engine
from forms.form_plan import Text
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
