"""What holds for every route of the pages."""

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from access.csrf import SAFE_METHODS, require_csrf_token
from access.rules import find_rule
from api.app_factory import create_app
from portal.routers import PAGES
from settings import get_settings


@pytest.fixture(scope="module")
def routes() -> list[RouteContext]:
    app = create_app(get_settings(), more_routers=PAGES)
    return [route for route in iter_route_contexts(app.routes) if not str(route.path).startswith("/api/")]


def test_every_page_declares_who_may_open_it(routes: list[RouteContext]) -> None:
    assert [route.path for route in routes if find_rule(route.endpoint) is None] == []


def test_every_form_demands_the_sessions_token(routes: list[RouteContext]) -> None:
    for route in routes:
        if set(route.methods or ()) - SAFE_METHODS:
            called = [dependency.call for dependency in route.dependant.dependencies]
            assert require_csrf_token in called, route.path


def test_no_page_hides_another(routes: list[RouteContext]) -> None:
    seen = [(route.path, method) for route in routes for method in route.methods or ()]
    assert len(seen) == len(set(seen))
