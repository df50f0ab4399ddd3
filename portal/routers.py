"""All pages, for `web.py`: `create_app(settings, more_routers=PAGES, page_refusal=refusal_page)`."""

from fastapi import APIRouter

from portal import static_files
from portal.administrator import calendars, templates
from portal.applicant import (
    account,
    case_acts,
    case_pages,
    commitments,
    consents,
    correction,
    draft_acts,
    draft_pages,
    messages,
    service_consent,
)
from portal.officer import acts, desk, letters, tasks, visits
from portal.public import language, matters, publicity, track, verify
from portal.supervisor import acts as supervisor_acts
from portal.supervisor import overview

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
    case_pages.router,
    case_acts.router,
    commitments.router,
    correction.router,
    account.router,
    messages.router,
    service_consent.router,
    desk.router,
    tasks.router,
    acts.router,
    letters.router,
    visits.router,
    overview.router,
    supervisor_acts.router,
    calendars.router,
    templates.router,
)
