"""All pages, for `web.py`: `create_app(settings, more_routers=PAGES, page_refusal=refusal_page)`."""

from fastapi import APIRouter

from portal import static_files
from portal.administrator import (
    calendars,
    data_sharing,
    organisation,
    overrides,
    packages,
    people,
    reorganisations,
    responsibility,
    setting_up,
    templates,
)
from portal.administrator.definitions import catalogue as definitions
from portal.administrator.definitions import editing as definition_editing
from portal.administrator.definitions import publishing as definition_publishing
from portal.administrator.definitions import trying as definition_trying
from portal.administrator.definitions import version as definition_version
from portal.applicant import (
    account,
    authorisations,
    case_acts,
    case_pages,
    commitments,
    consents,
    correction,
    draft_acts,
    draft_pages,
    flags,
    messages,
    pay_pages,
    prior_notices,
    service_consent,
    signing,
)
from portal.officer import acts, desk, desks, letter_register, letters, posts, tasks, visits
from portal.officer import authorisations as window_authorisations
from portal.officer import flags as office_flags
from portal.public import language, matters, publicity, track, verify
from portal.supervisor import acts as supervisor_acts
from portal.supervisor import mending, overview
from portal.tickets import pages as tickets

PAGES: tuple[APIRouter, ...] = (
    static_files.router,
    language.router,
    matters.router,
    track.router,
    verify.router,
    publicity.router,
    draft_pages.router,
    draft_acts.router,
    consents.router,
    signing.router,
    case_pages.router,
    case_acts.router,
    pay_pages.router,
    commitments.router,
    correction.router,
    account.router,
    messages.router,
    service_consent.router,
    authorisations.router,
    window_authorisations.router,
    flags.router,
    prior_notices.router,
    desk.router,
    tasks.router,
    desks.router,
    acts.router,
    letters.router,
    letter_register.router,
    visits.router,
    office_flags.router,
    tickets.router,
    overview.router,
    mending.router,
    supervisor_acts.router,
    posts.router,
    organisation.router,
    responsibility.router,
    people.router,
    reorganisations.router,
    setting_up.router,
    calendars.router,
    data_sharing.router,
    templates.router,
    definitions.router,
    definition_version.router,
    definition_editing.router,
    definition_trying.router,
    definition_publishing.router,
    overrides.router,
    packages.router,
)
