"""The form of an office on a task's page: what its officers enter in this case, each thing once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.task_view import TaskView
from portal.inputs import Choice
from portal.language import Language
from portal.officer.task_shown import SeenFact, fact_of
from portal.wording import gettext_in


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """`fact.title` begins with whose it is. `items`: which of the office's items are decided with it."""

    fact: SeenFact
    items: str
    asked_here: bool


def office_form_shown(
    task: TaskView, language: Language, *, regions: Sequence[Choice], unmasked: Mapping[str, object]
) -> list[OfficeFact]:
    _ = gettext_in(language)
    return [
        OfficeFact(
            fact=fact_of(each, language, regions=regions, unmasked=unmasked, whose=each.group),
            items=_(", ").join(each.items),
            asked_here=each.asked_here,
        )
        for each in task.office_form
    ]
