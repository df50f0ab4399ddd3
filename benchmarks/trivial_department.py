"""The department of the yardstick, in the worker's own process: it answers at once, with nothing.

The activities of the hand-written workflow have empty bodies, so what is called from the engine's must
have one too; a department over HTTP would add the same to both.
"""

from departments.contract import Accepted, Answered, Request, Unknown

CONNECTOR = "benchmark"


class TrivialDepartment:
    async def send(self, request: Request, *, timeout: float) -> Answered | Accepted:  # noqa: ASYNC109
        return Answered(outcome="done", data={})

    async def ask(
        self,
        key: str,
        *,
        timeout: float,  # noqa: ASYNC109
        kind: str | None = None,
    ) -> Answered | Accepted | Unknown:
        return Unknown(key)
