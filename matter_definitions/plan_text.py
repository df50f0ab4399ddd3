"""A plan as it is kept: its canonical text, and the few things that a table holds beside it.

What was compiled travels between processes and waits by the hundred as this: an eighth of the memory of the
plan itself, which nobody needs to put it in force.
"""

from dataclasses import dataclass

from forms.form_plan import Text
from matter_definitions.plan import Plan, from_json, name_of, to_json


@dataclass(frozen=True, slots=True)
class PlanText:
    """`name`: the SHA-256 of the document, which is canonical JSON."""

    name: str
    document: str
    matter: str
    title: Text
    format: int

    @property
    def plan(self) -> Plan:
        return from_json(self.document)


def text_of(plan: Plan) -> PlanText:
    document = to_json(plan)
    return PlanText(name_of(document), document, plan.matter, plan.title, plan.format)
