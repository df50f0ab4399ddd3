"""Words of the organisation's pages for codes that the registers and the check list use."""

from casework.organising.checklist import Missing
from casework.organising.registers import POSTS
from portal.language import Language
from portal.wording import gettext_in


def role_words(language: Language) -> dict[str, str]:
    return {value: words.in_language(language) for value, words in POSTS.column("role").choices}


def act_words(language: Language) -> dict[str, str]:
    _ = gettext_in(language)
    return {
        "added": _("Added"),
        "changed": _("Changed"),
        "planned": _("End planned"),
        "cancelled": _("End cancelled"),
        "ended": _("Ended, work handed over"),
        "left": _("Leaves"),
        "desk_given": _("Tasks given to others"),
        "chosen": _("Chose a post"),
        "first": _("First administrator"),
    }


def missing_words(missing: Missing, language: Language) -> str:
    _ = gettext_in(language)
    return {
        "no_regions": _("There are no regions yet."),
        "no_departments": _("There are no departments yet."),
        "no_officers": _("No officer of a department holds a post yet."),
        "no_supervisors": _("Nobody supervises yet."),
        "no_calendar": _("The working days of this year are not published."),
        "no_next_calendar": _(
            "The working days of next year are not published; limits that end in it are provisional."
        ),
        "no_matters": _("No matter is in force yet."),
        "no_cells": _("The responsibility table is empty."),
        "empty_cells": _("Cells of the responsibility table are empty:"),
        "cells_of_ended": _("Cells name a department that is no more:"),
        "nobody_there": _("Departments that have work and no officer:"),
        "no_remedy": _("Places where nothing says how to contest a decision:"),
    }[missing.code]


HREFS = {
    "regions": "/organisation/registers/regions",
    "departments": "/organisation/registers/departments",
    "people": "/organisation/people",
    "calendar": "/calendars",
    "matters": "/setup",
    "responsibility": "/organisation/responsibility",
    "remedies": "/organisation/registers/remedies",
}
