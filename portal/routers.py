"""All pages, for `web.py`: `create_app(settings, more_routers=PAGES, page_refusal=refusal_page)`."""

from fastapi import APIRouter

from portal import static_files
from portal.applicant import (
    case_acts,
    case_pages,
    consents,
    correction,
    draft_acts,
    draft_pages,
    messages,
)
from portal.officer import desk, tasks
from portal.public import language, matters, track, verify
from portal.supervisor import overview

PAGES: tuple[APIRouter, ...] = (
    static_files.router,
    language.router,
    matters.router,
    track.router,
    verify.router,
    draft_pages.router,
    draft_acts.router,
    consents.router,
    case_pages.router,
    case_acts.router,
    correction.router,
    messages.router,
    desk.router,
    tasks.router,
    overview.router,
)
