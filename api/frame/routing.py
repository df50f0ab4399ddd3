"""Routers of the API: `router = api_router(tag="applicant")` in every package of `api/`."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from api.frame.idempotency import answer_once

ROOT = "/api/v1"


class ApiRoute(APIRoute):
    """A route whose writes honour Idempotency-Key."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_once(request: Request) -> Response:
            return await answer_once(request, handle)

        return handle_once


def api_router(*, tag: str, prefix: str = "") -> APIRouter:
    return APIRouter(route_class=ApiRoute, tags=[tag], prefix=prefix)
