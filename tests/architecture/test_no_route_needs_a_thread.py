"""What a route is made of runs on the event loop.

FastAPI calls a function that is no coroutine in a thread: for what takes a microsecond that costs a hundred,
and a pool of forty threads is a limit that nobody has chosen.
"""

from collections.abc import Callable, Iterator
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from api.app_factory import create_app
from portal.refused import refusal_page
from portal.routers import PAGES
from settings import get_settings


@pytest.fixture(scope="module")
def routes() -> list[RouteContext]:
    app = create_app(get_settings(), more_routers=PAGES, page_refusal=refusal_page)
    return [each for each in iter_route_contexts(app.routes) if hasattr(each, "dependant")]


def calls_of(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    if dependant.call is not None:
        yield dependant.call
    for each in dependant.dependencies:
        yield from calls_of(each)


def test_every_route_and_all_that_it_depends_on_are_coroutines(routes: list[RouteContext]) -> None:
    assert routes
    in_threads = {
        f"{call.__module__}.{call.__qualname__}"
        for route in routes
        for call in calls_of(route.dependant)
        if not (iscoroutinefunction(call) or isasyncgenfunction(call))
    }
    assert in_threads == set()
