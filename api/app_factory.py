"""The web application: which routers there are, and what surrounds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI

from access import pages as sign_in_pages
from access.parts import DueScan, open_parts
from api import health, tickets, wellknown
from api.administration import (
    calendars,
    data_sharing,
    definitions,
    models,
    organisation,
    packages,
    reorganisations,
    templates,
)
from api.applicant import (
    account,
    applications,
    authorisations,
    case_acts,
    cases,
    commitments,
    consents,
    payments,
    prior_notices,
    service_consent,
    signatures,
)
from api.applicant import flags as own_flags
from api.callbacks import departments
from api.frame.authentication import Authentication
from api.frame.body_limit import BodyLimit
from api.frame.gate import Gate
from api.frame.plain_requests import PlainRequests
from api.frame.problems import PageRefusal, install_problem_handlers
from api.frame.protective_headers import ProtectiveHeaders
from api.frame.refusal_page import refusal_page
from api.local import stack
from api.officer import (
    acts,
    archive,
    desks,
    flags,
    joint_limit,
    letter_register,
    letters,
    tasks,
    undoing,
    visits,
)
from api.officer import authorisations as window_authorisations
from api.public import looking_up, matters, publicity
from api.supervision import acts as supervision_acts
from api.supervision import oversight
from casework.outside import Outside
from settings import Settings

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    wellknown.router,
    sign_in_pages.router,
    matters.router,
    looking_up.router,
    publicity.router,
    applications.router,
    consents.router,
    service_consent.router,
    signatures.router,
    authorisations.router,
    window_authorisations.router,
    cases.router,
    payments.router,
    case_acts.router,
    commitments.router,
    account.router,
    tasks.router,
    desks.router,
    acts.router,
    flags.router,
    own_flags.router,
    prior_notices.router,
    undoing.router,
    joint_limit.router,
    letters.router,
    letter_register.router,
    visits.router,
    archive.router,
    tickets.router,
    oversight.router,
    supervision_acts.router,
    packages.router,
    definitions.router,
    models.router,
    calendars.router,
    data_sharing.router,
    organisation.router,
    reorganisations.router,
    templates.router,
    departments.router,
)
LOCAL_ROUTERS: tuple[APIRouter, ...] = (stack.router,)


def create_app(
    settings: Settings,
    *,
    client: httpx.AsyncClient | None = None,
    run_due: DueScan | None = None,
    page_refusal: PageRefusal = refusal_page,
    more_routers: tuple[APIRouter, ...] = (),
) -> FastAPI:
    """`client` reaches the identity provider; `run_due` carries out what is due after time was moved;
    `more_routers` are the pages, which `api` may not import, and those of a test."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_parts(settings, client=client, run_due=run_due) as parts:
            app.state.parts = parts
            app.state.outside = Outside(settings, client=parts.client, keys=parts.master_keys)
            yield

    routers = (*ROUTERS, *(LOCAL_ROUTERS if settings.local else ()), *more_routers)
    app = FastAPI(
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # As they are: including a router would build each of its routes again, for a second in all.
        routes=[route for router in routers for route in router.routes],
    )
    app.state.refusal_page = page_refusal
    # The last one added is the first to see a request: a stranger's body is not even measured.
    app.add_middleware(PlainRequests)
    app.add_middleware(BodyLimit)
    app.add_middleware(Authentication)
    app.add_middleware(ProtectiveHeaders, leads_to=settings.forms_lead_to)
    install_problem_handlers(app)
    app.state.gate = Gate(app.routes)
    return app
