"""The OpenAPI document: FastAPI's, with the access rule and every error of each operation written in."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

from access.rules import Rule, find_rule
from api.frame.idempotency import WRITES
from api.frame.models import Problem
from api.frame.problems import MEDIA_TYPE

TITLE = "OneMatter 一件事一次办"
VERSION = "1"
DESCRIPTION = (
    "One matter of life, one form, one case number. Times are ISO 8601 with zone, money is integer fen, "
    "errors are application/problem+json in the language of Accept-Language (zh, en)."
)
_REF = "#/components/schemas/{model}"

_ERRORS = {
    400: "The request could not be read",
    401: "Who are you: no token, or one that is not valid",
    403: "Not yours, with the rule's reason",
    404: "Not found, or not for you to know of",
    409: "Not now; `allowed` says what may be done",
    412: "Somebody changed it meanwhile (If-Match)",
    413: "Too large",
    415: "A kind of content that is not accepted",
    422: "Malformed or incomplete; `errors` names the fields",
    429: "Too many tries; Retry-After says how long to wait",
    503: "Busy; Retry-After says how long to wait",
}


def build_openapi(app: FastAPI) -> dict[str, Any]:
    contexts = list(iter_route_contexts(app.routes))
    document = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    model = Problem.model_json_schema(ref_template=_REF)
    schemas |= model.pop("$defs", {}) | {"Problem": model}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    for context in contexts:
        _describe_route(document, context)
    return document


def _describe_route(document: dict[str, Any], context: RouteContext) -> None:
    rule = find_rule(context.endpoint)
    operations = document.get("paths", {}).get(context.path_format, {})
    for method in context.methods or ():
        operation = operations.get(method.lower())
        if operation is not None and rule is not None:
            _describe(operation, method=method, rule=rule, has_path="{" in (context.path_format or ""))


def _describe(operation: dict[str, Any], *, method: str, rule: Rule, has_path: bool) -> None:
    operation["x-access"] = {"who": sorted(rule.who), "level": rule.level}
    if not rule.is_open:
        operation["security"] = [{"bearer": []}]
    if method in WRITES and not rule.is_open:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    responses = operation.setdefault("responses", {})
    for status in sorted(_statuses(method, rule, has_path=has_path)):
        own = responses.get(str(status), {}).get("description")
        is_ours = own not in (None, "Validation Error")
        responses[str(status)] = _response(own if is_ours else _ERRORS[status])


def _statuses(method: str, rule: Rule, *, has_path: bool) -> set[int]:
    statuses = {422, 429, 503}
    if not rule.is_open:
        statuses |= {401, 403}
    if has_path:
        statuses.add(404)
    if method in WRITES:
        statuses |= {400, 404, 409, 412, 413, 415}
    return statuses | ({401} if "machine" in rule.who else set())


def _response(description: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="Problem")}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body give the same answer for 24 hours; another body is 409",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
