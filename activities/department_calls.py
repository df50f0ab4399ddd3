"""Calling a department: ask before repeating, send, and turn its answer into the engine's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from database.queries.effect_rows import EffectRow
from departments.contract import Accepted, Answered, DepartmentNonsense, Request, Unknown
from engine.carrying import Later
from engine.outcome import Outcome

Result = Outcome | Later


class Department(Protocol):
    """What `departments.connector.HttpConnector` offers; a benchmark or a department's own worker may too."""

    async def send(self, request: Request, *, timeout: float) -> Answered | Accepted: ...  # noqa: ASYNC109

    async def ask(
        self,
        key: str,
        *,
        timeout: float,  # noqa: ASYNC109
        kind: str | None = None,
    ) -> Answered | Accepted | Unknown: ...


@dataclass(frozen=True)
class DepartmentCalls:
    """`callbacks_url` is where answers come later, without the connector's code."""

    departments: Mapping[str, Department]
    callbacks_url: str

    async def call(
        self,
        effect: EffectRow,
        kind: str,
        payload: dict[str, object],
        *,
        connector: str | None = None,
        ask_first: bool,
        seconds: float,
    ) -> Result:
        """Raises DepartmentUnavailable and DepartmentNonsense. `seconds`: how long one call may take."""
        code = connector or effect.connector or ""
        department = self.departments.get(code)
        if department is None:
            raise DepartmentNonsense(code, "there is no such connector", key=effect.key)
        if ask_first:
            known = await department.ask(effect.key, timeout=seconds, kind=kind)
            if not isinstance(known, Unknown):
                return _in_our_words(known, code)
        request = Request(
            key=effect.key,
            kind=kind,
            purpose=effect.subject,
            payload=payload,
            callback_url=f"{self.callbacks_url}/{code}",
        )
        return _in_our_words(await department.send(request, timeout=seconds), code)

    async def ask(self, key: str, *, connector: str, seconds: float) -> Outcome | None:
        """What became of another effect; None: it is not known there, or not answered yet.

        Raises as `call`."""
        department = self.departments.get(connector)
        if department is None:
            raise DepartmentNonsense(connector, "there is no such connector", key=key)
        known = await department.ask(key, timeout=seconds)
        if isinstance(known, Unknown):
            return None
        result = _in_our_words(known, connector)
        return result if isinstance(result, Outcome) else None


def _in_our_words(answer: Answered | Accepted, connector: str) -> Result:
    if isinstance(answer, Accepted):
        return Later(answer.reference, _web_address(answer.data.get("pay_url"), connector))
    return Outcome(
        word=answer.outcome,
        data=answer.data,
        reason_zh=answer.reason_zh,
        reason_en=answer.reason_en,
        reference=answer.reference,
        data_of=answer.data_of.isoformat() if answer.data_of else None,
    )


def _web_address(pay_url: object, connector: str) -> str | None:
    """Where the applicant's browser is sent must be a page, never a script or a file."""
    if pay_url is None:
        return None
    if not isinstance(pay_url, str) or urlsplit(pay_url).scheme not in ("https", "http"):
        raise DepartmentNonsense(connector, "pay_url is no web address")
    return pay_url
