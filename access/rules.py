"""The access rule that every route declares: who may call it at all, before its body is read.

    @router.get("/tasks")
    @access("officer", "window")
    async def list_tasks(...): ...

The rule is the first gate (401, 403 by role and level); what a caller may do with one case or task is
`policy.demand`. A test walks all routes and fails when one declares nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from access.actor import Actor, Level
from access.policy import demand_level
from forms.form_plan import Text
from refusals import NotSignedIn, NotYours

Who = Literal["public", "applicant", "officer", "window", "supervisor", "administrator", "machine", "local"]

# `machine`: the route checks a signature itself; `local`: the route exists in the local stack only.
OPEN: frozenset[Who] = frozenset({"public", "machine", "local"})
_ATTRIBUTE = "__access_rule__"

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    who: frozenset[Who]
    level: Level = "L1"

    @property
    def is_open(self) -> bool:
        """May be called without signing in."""
        return bool(self.who & OPEN)

    def check(self, actor: Actor) -> None:
        """Raises NotSignedIn or NotYours; an open route takes everybody."""
        if self.is_open:
            return
        if actor.kind == "nobody":
            raise NotSignedIn
        if actor.kind not in self.who:
            raise NotYours(_reason(self.who))
        demand_level(actor, self.level)


def access(*who: Who, level: Level = "L1") -> Callable[[Endpoint], Endpoint]:
    """Declares the rule of a route; stands below the router's decorator."""
    rule = Rule(who=frozenset(who), level=level)

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ATTRIBUTE, rule)
        return endpoint

    return declare


def find_rule(endpoint: object) -> Rule | None:
    rule = getattr(endpoint, _ATTRIBUTE, None)
    return rule if isinstance(rule, Rule) else None


_NAMES: dict[Who, Text] = {
    "applicant": Text(zh="申请人", en="applicants"),
    "officer": Text(zh="部门经办人", en="officers"),
    "window": Text(zh="窗口人员", en="window clerks"),
    "supervisor": Text(zh="督查人员", en="supervisors"),
    "administrator": Text(zh="管理员", en="administrators"),
}


def _reason(who: frozenset[Who]) -> Text:
    names = [text for name, text in _NAMES.items() if name in who]
    zh, en = "、".join(text.zh for text in names), ", ".join(text.en for text in names)
    return Text(zh=f"此功能仅供{zh}使用", en=f"This is only for {en}")
