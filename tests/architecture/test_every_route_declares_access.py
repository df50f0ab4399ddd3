"""Nobody adds a route without saying who may call it, and nobody opens one by accident."""

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from access.csrf import SAFE_METHODS, require_csrf_token
from access.rules import find_rule
from api.app_factory import create_app
from api.frame.routing import ApiRoute
from portal.refused import refusal_page
from portal.routers import PAGES
from settings import get_settings

# Files without anything personal in them. Every other route has a rule of its own.
OPEN_MOUNTS = {"/static"}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(get_settings(), more_routers=PAGES, page_refusal=refusal_page)


@pytest.fixture(scope="module")
def routes(app: FastAPI) -> list[RouteContext]:
    return list(iter_route_contexts(app.routes))


def is_api(route: RouteContext) -> bool:
    return str(route.path).startswith(("/api/", "/health/", "/.well-known/"))


def test_every_route_declares_who_may_call_it(routes: list[RouteContext]) -> None:
    assert routes
    silent = [
        route.path
        for route in routes
        if find_rule(route.endpoint) is None
        and not (isinstance(route.original_route, Mount) and route.path in OPEN_MOUNTS)
    ]
    assert silent == []


def test_a_machines_or_local_route_is_open_in_no_other_way(routes: list[RouteContext]) -> None:
    for route in routes:
        rule = find_rule(route.endpoint)
        if rule is not None and rule.who & {"machine", "local", "public"}:
            assert len(rule.who) == 1, route.path


def test_every_local_route_is_gone_outside_the_local_stack(routes: list[RouteContext]) -> None:
    for route in routes:
        rule = find_rule(route.endpoint)
        if rule is not None and "local" in rule.who:
            assert str(route.path).startswith("/api/v1/dev/")


def test_every_write_of_the_api_honours_idempotency_keys(routes: list[RouteContext]) -> None:
    for route in routes:
        if is_api(route):
            assert isinstance(route.original_route, ApiRoute), route.path


def test_every_write_of_a_page_demands_the_sessions_token(routes: list[RouteContext]) -> None:
    for route in routes:
        if is_api(route) or not set(route.methods or ()) - SAFE_METHODS:
            continue
        called = [dependency.call for dependency in route.dependant.dependencies]
        assert require_csrf_token in called, route.path


def test_every_operation_of_the_api_is_described(routes: list[RouteContext]) -> None:
    for route in routes:
        if is_api(route) and route.include_in_schema:
            assert route.summary, route.path
            assert route.description, route.path


def test_no_route_hides_another(routes: list[RouteContext]) -> None:
    seen = [(route.path, method) for route in routes for method in route.methods or ()]
    assert len(seen) == len(set(seen))
