"""Messages to people: kept in their message box, encrypted with their own key."""

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import text

from database.queries.effect_rows import EffectRow, answer_effect
from database.session import ENGINE, legal_now, transaction
from engine import services
from engine.case_change import CaseChange
from engine.change import change_case, take_case
from engine.context import EngineContext
from engine.outcome import DONE
from engine.persons import Recipient
from engine.who import THE_ENGINE
from engine.writing import write_changes
from refusals import Busy
from secrecy.json_box import decrypt_json, encrypt_json

_INSERT = text("""
    INSERT INTO message (id, person_id, case_id, effect_key, event, channel, template, language, ciphertext,
        state, created_at, sent_at)
    VALUES (:id, :person_id, :case_id, :effect_key, :event, :channel, :template, :language, :ciphertext,
        :state, :now, :now)
    ON CONFLICT (effect_key) DO NOTHING
""")
_RECEIPT = text("""
    UPDATE message SET state = :state WHERE effect_key = :effect_key AND state <> 'delivered'
""")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says."""

    title: str
    body: str


async def record_message(
    context: EngineContext,
    effect: EffectRow,
    recipient: Recipient,
    letter: Letter,
    *,
    reference: str | None = None,
) -> None:
    """Keeps the message and ends its effect, in one transaction. In the box it is delivered at once.

    `letter` is in the recipient's language."""
    proving: CaseChange | None = None
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        await connection.execute(
            _INSERT,
            {
                "id": uuid4(),
                "person_id": recipient.person,
                "case_id": effect.case_id,
                "effect_key": effect.key,
                "event": effect.step.partition(":")[0],
                "channel": effect.channel or "box",
                "template": effect.template or "",
                "language": recipient.language,
                "ciphertext": seal_letter(letter, person=recipient.person, key=recipient.key),
                "state": "delivered" if effect.channel in (None, "box") else "sent",
                "now": now,
            },
        )
        await answer_effect(connection, effect.id, outcome=DONE, now=now, reference=reference)
        watched = await services.mark_sent(connection, effect.key)
        if watched is not None and watched[1] == services.ELECTRONIC:
            proving = await take_case(context, connection, watched[0], by=THE_ENGINE)
            proving.for_workflow = True
            await services.record_arrival(proving, effect.key)
            await write_changes(proving)
    if proving is not None:
        context.notifier.say(proving.id, woken=proving.woken)


async def record_receipt(context: EngineContext, effect_key: str, *, delivered: bool) -> None:
    """The provider says whether a message has arrived. That an SMS has arrived proves nothing in law; the
    notice lies in the message box."""
    state = "delivered" if delivered else "failed"
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(_RECEIPT, {"effect_key": effect_key, "state": state})


async def record_reading(context: EngineContext, person: UUID, *, effect_keys: Collection[str]) -> None:
    """The person has opened these messages: she has been told what they say.

    A case that is busy just now is passed over: she opens her box again, or another channel brings proof.
    """
    async with transaction(context.database, ENGINE) as connection:
        unread = await services.unread_notices(connection, person)
    for effect_key, case_id in unread:
        if effect_key in effect_keys:
            with contextlib.suppress(Busy):
                async with change_case(context, case_id, by=THE_ENGINE) as case:
                    await services.record_arrival(case, effect_key)


async def take_next_channels(context: EngineContext) -> int:
    """Notices that nobody could prove in time go out by the next channel; gives how many."""
    async with transaction(context.database, ENGINE) as connection:
        late = await services.overdue(connection, now=await legal_now(connection))
    for attempt in late:
        with contextlib.suppress(Busy):  # the next round meets it again
            async with change_case(context, attempt.case_id, by=THE_ENGINE) as case:
                await services.take_next(case, attempt)
    return len(late)


def seal_letter(letter: Letter, *, person: UUID, key: bytes) -> bytes:
    return encrypt_json(key, {"title": letter.title, "body": letter.body}, context=_place(person))


def open_letter(ciphertext: bytes, *, person: UUID, key: bytes) -> Letter:
    """`key` is the person's own; raises `secrecy.envelope.Unreadable`."""
    return Letter(**decrypt_json(key, ciphertext, context=_place(person)))


def _place(person: UUID) -> bytes:
    return f"message/{person}".encode()
