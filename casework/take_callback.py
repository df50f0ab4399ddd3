"""A department or provider tells us something: verified, then given to the engine."""

import logging
from collections.abc import Mapping
from datetime import datetime

from casework.outside import Outside
from departments.contract import CallbackAnswer, CallbackRefused, DepartmentNonsense
from engine import callbacks
from engine.callbacks import Progress
from engine.context import EngineContext
from engine.outcome import Outcome
from forms.form_plan import Text
from refusals import Malformed, NotSignedIn, Unknown

log = logging.getLogger("onematter.callbacks")


class CallbackNotSigned(NotSignedIn):
    type = "callback-not-signed"
    title = Text(zh="回调签名不正确或已过期", en="The signature of the callback is wrong, or it is too old")


class CallbackSenseless(Malformed):
    type = "callback-not-understood"
    title = Text(zh="回调内容不符合约定", en="The callback is not what was agreed")


async def take_callback(
    engine: EngineContext, outside: Outside, connector: str, *, headers: Mapping[str, str], body: bytes
) -> None:
    """The same callback again changes nothing. Raises CallbackNotSigned (401), Unknown (404, also for a key
    that we do not know yet: the sender repeats), CallbackSenseless (422, an incident is open)."""
    known = outside.connectors.get(connector)
    if known is None:
        raise Unknown
    try:
        told = known.verify_callback(headers, body)
    except CallbackRefused as refused:
        log.warning("callback_refused", extra={"connector": connector, "problem": refused.problem})
        raise CallbackNotSigned from refused
    except DepartmentNonsense as nonsense:
        log.warning("callback_not_understood", extra={"connector": connector, "problem": nonsense.problem})
        if nonsense.key is None:
            raise CallbackSenseless from nonsense
        await callbacks.take_nonsense(engine, connector=connector, key=nonsense.key, problem=nonsense.problem)
        raise CallbackSenseless from nonsense
    if isinstance(told, CallbackAnswer):
        answered = told.answered
        outcome = Outcome(
            word=answered.outcome,
            data=answered.data,
            reason_zh=answered.reason_zh,
            reason_en=answered.reason_en,
            reference=answered.reference,
            data_of=answered.data_of.isoformat() if answered.data_of else None,
        )
        await callbacks.take_answer(
            engine,
            connector=connector,
            key=told.key,
            kind=told.kind,
            webhook_id=told.webhook_id,
            outcome=outcome,
        )
        return
    progress = Progress(told.event, told.stage, told.sequence, datetime.fromisoformat(told.at))
    await callbacks.take_progress(
        engine, connector=connector, key=told.key, webhook_id=told.webhook_id, progress=progress
    )
