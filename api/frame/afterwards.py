"""What belongs to an answer but not into its transaction: calls to departments.

A write with an Idempotency-Key commits its act and its answer together. Nobody may wait for a department
meanwhile, holding a connection and locks; so the answer is first kept without the call, then the call is
made with nothing open, and what it brought takes the place of the kept answer.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request

from access.act import Act
from casework.outside import BeginAct

View = TypeVar("View")
Show = Callable[[Act], Awaitable[View]]


async def after_calls(
    request: Request, acts: BeginAct, *, call: Callable[[], Awaitable[None]], show: Show[View]
) -> View:
    """What `show` gives after `call`, which must leave alone what the act has written."""

    async def call_and_show() -> View:
        await call()
        async with acts() as act:
            return await show(act)

    if getattr(request.state, "act", None) is None:
        return await call_and_show()
    request.state.afterwards = call_and_show
    async with acts() as act:
        return await show(act)
