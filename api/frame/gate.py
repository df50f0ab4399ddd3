"""All routes of the application with their access rules, found by method and path before a body is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute

from access.rules import Rule, find_rule


@dataclass(frozen=True, slots=True)
class GuardedRoute:
    pattern: re.Pattern[str]
    methods: frozenset[str]
    rule: Rule


class Gate:
    """Built once from the finished application; a route without a rule is not in it (a test forbids that)."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = tuple(_guarded(routes))

    def find_rule(self, *, method: str, path: str) -> Rule | None:
        """The rule of the route that will answer. For a path with another method: the rule of that path,
        so that a stranger does not learn which methods it has. None: no such route."""
        other: Rule | None = None
        for route in self._routes:
            if not route.pattern.match(path):
                continue
            if method in route.methods or (method == "HEAD" and "GET" in route.methods):
                return route.rule
            other = other or route.rule
        return other


def _guarded(routes: Sequence[BaseRoute]) -> list[GuardedRoute]:
    found: list[GuardedRoute] = []
    for context in iter_route_contexts(routes):
        rule = find_rule(context.endpoint)
        if rule is not None:
            methods = frozenset(context.methods or ())
            found.append(GuardedRoute(pattern=context.path_regex, methods=methods, rule=rule))
    return found
