"""Telling people so that it is proved: one channel after the other, until one has proof.

The law: 行政许可法 art. 32 (an untold correction counts as accepted), art. 44 (results within ten days).

A notice with an effect in law begins as the message that the plan sends anyway. With the person's consent to
electronic service it counts as told when it lies in the message box (国务院令第716号 art. 10); without it
only when she has opened it, which an SMS can ask her to do but never proves. Half of the time before
`must_by` a registered letter goes out, where an address is known; when that brings no proof in time either,
the counter is to tell her. A supervisor is shown what the counter cannot be asked for.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from database.connection import Connection
from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.effects import SERVICE, key_of, own_row
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.acts.telling import AskCall, RecordTold
from matter_definitions.consequences import EffectWanted, ServiceWanted
from refusals import NotNow

ELECTRONIC = "electronic"  # the message box of a person who agreed to electronic service: proves at once
BOX = "box"  # the message box of anybody else: proves when it is opened
SMS = "sms"
LETTER = "letter"  # registered; proves when it is delivered
COURIER = "courier"
NOT_TOLD = "not_told"
USUAL_TIME = timedelta(days=10)  # 行政许可法 art. 44, where nobody says by when it has to be proved

_CONSENT = text("SELECT given FROM service_consent WHERE person_id = :person")
_INSERT = text("""
    INSERT INTO notice_service (id, case_id, item_key, notice, event, person_id, legal, channel, nth,
        effect_key, must_by, created_at)
    VALUES (:id, :case_id, :item_key, :notice, :event, :person_id, :legal, :channel, :nth,
        :effect_key, :must_by, :now)
    ON CONFLICT (effect_key) DO NOTHING
""")
_SENT = text("""
    UPDATE notice_service SET state = 'sent' WHERE effect_key = :effect_key AND state = 'planned'
    RETURNING case_id, channel
""")
_FIND = text("""
    SELECT id, case_id, item_key, notice, event, channel, nth, effect_key, state, must_by
    FROM notice_service WHERE effect_key = :effect_key AND told_at IS NULL
""")
_TOLD = text("""
    UPDATE notice_service SET state = 'delivered', told_at = :now, proof = :proof
    WHERE id = :id AND told_at IS NULL RETURNING id
""")
_FAILED = text("""
    UPDATE notice_service SET state = :state WHERE id = :id AND state IN ('planned', 'sent') RETURNING id
""")
_ANOTHER = """
    case_id = :case_id AND event = :event AND item_key IS NOT DISTINCT FROM :item_key
    AND notice IS NOT DISTINCT FROM :notice AND id <> :id
"""
_NOT_NEEDED = text(f"""
    UPDATE notice_service SET state = 'given_up' WHERE state IN ('planned', 'sent') AND {_ANOTHER}
""")  # noqa: S608 - a constant
_NEXT = text(f"""
    SELECT id, case_id, item_key, notice, event, channel, nth, effect_key, state, must_by FROM notice_service
    WHERE state = 'planned' AND effect_key IS NULL AND {_ANOTHER} ORDER BY nth LIMIT 1
""")  # noqa: S608 - a constant
_BEGIN = text("UPDATE notice_service SET effect_key = :effect_key WHERE id = :id")
_OVERDUE = text("""
    SELECT id, case_id, item_key, notice, event, channel, nth, effect_key, state, must_by FROM notice_service
    WHERE state IN ('planned', 'sent') AND effect_key IS NOT NULL AND must_by <= :now
    ORDER BY must_by LIMIT 200
""")
_UNREAD = text("""
    SELECT effect_key, case_id FROM notice_service
    WHERE person_id = :person AND channel = 'box' AND told_at IS NULL AND state = 'sent'
""")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One channel of one notice. `effect_key` None: it was not needed so far."""

    id: UUID
    case_id: int
    item_key: str | None
    notice: int | None
    event: str
    channel: str
    nth: int
    effect_key: str | None
    state: str
    must_by: datetime | None


async def follow(change: CaseChange) -> None:
    """Begins what `change.out.services_wanted` asks for, in the transaction of the act."""
    consent = await has_consented(change.connection, change.row.applicant)
    for wanted in change.out.services_wanted:
        await _begin(change, wanted, consent=consent)


async def has_consented(connection: Connection, person: UUID) -> bool:
    return bool((await connection.execute(_CONSENT, {"person": person})).scalar_one_or_none())


async def mark_sent(connection: Connection, effect_key: str) -> tuple[int, str] | None:
    """A message is on its way or in the box: its case and channel, when it is one that has to be proved."""
    row = (await connection.execute(_SENT, {"effect_key": effect_key})).one_or_none()
    return (row.case_id, row.channel) if row else None


async def unread_notices(connection: Connection, person: UUID) -> list[tuple[str, int]]:
    """Effect key and case of every notice in a box whose opening would prove that the person was told."""
    rows = await connection.execute(_UNREAD, {"person": person})
    return [(row.effect_key, row.case_id) for row in rows]


async def overdue(connection: Connection, *, now: datetime) -> list[Attempt]:
    """Channels whose time is over without proof."""
    rows = await connection.execute(_OVERDUE, {"now": now})
    return [Attempt(*row) for row in rows]


async def record_arrival(case: CaseChange, effect_key: str) -> None:
    """It is proved that the notice of this effect has arrived; the other channels are not needed any more."""
    row = (await case.connection.execute(_FIND, {"effect_key": effect_key})).one_or_none()
    if row is None:
        return
    attempt = Attempt(*row)
    proved = {"id": attempt.id, "now": case.now, "proof": attempt.channel}
    if (await case.connection.execute(_TOLD, proved)).one_or_none() is None:
        return
    await case.connection.execute(_NOT_NEEDED, _place(attempt))
    _applied(case, _told(attempt))  # where the case is past it, the proof stays in its row


async def record_failure(case: CaseChange, effect_key: str) -> None:
    """The channel of this effect cannot bring the notice: the next one is taken at once."""
    row = (await case.connection.execute(_FIND, {"effect_key": effect_key})).one_or_none()
    if row is not None:
        await take_next(case, Attempt(*row))


async def take_next(case: CaseChange, attempt: Attempt) -> None:
    """This channel has brought no proof. When there is no further one, a supervisor and the log are told."""
    failed = await case.connection.execute(_FAILED, {"id": attempt.id, "state": "failed"})
    if failed.one_or_none() is None or attempt.channel == SMS:
        return  # an SMS only says that there is something to read
    row = (await case.connection.execute(_NEXT, _place(attempt))).one_or_none()
    if row is None:
        case.happened(
            events.SERVICE_FAILED, by=THE_ENGINE, item=attempt.item_key, about=attempt.event, nth=attempt.nth
        )
        if not _ask_call(case, attempt):
            await open_incident(case, kind="delivery", reason=NOT_TOLD, detail=attempt.event)
        return
    await _send_letter(case, Attempt(*row))


def _ask_call(case: CaseChange, attempt: Attempt) -> bool:
    """The last channel: the counter tells her. False where there is nothing to call about: what concerns
    the whole case, a case of the first format, or what is over meanwhile."""
    if attempt.notice is None and attempt.item_key is None:
        return False
    item = attempt.item_key if attempt.notice is None else None
    return _applied(case, AskCall(notice=attempt.notice, item=item))


def _applied(case: CaseChange, act: RecordTold | AskCall) -> bool:
    """By the engine itself. False: the case is past it."""
    before, case.by = case.by, THE_ENGINE
    try:
        case.apply(act)
    except NotNow:
        return False
    finally:
        case.by = before
    return True


async def _send_letter(case: CaseChange, following: Attempt) -> None:
    key = f"{case.case_no}/{following.item_key or 'case'}/{SERVICE}/{following.id}"
    await case.connection.execute(_BEGIN, {"id": following.id, "effect_key": key})
    case.plan_effect(
        own_row(
            key,
            kind=SERVICE,
            item=following.item_key,
            step=f"{SERVICE}:{following.event}",
            round=following.nth,
            now=case.now,
            connector=COURIER,
            channel=following.channel,
        )
    )


async def record_outcome(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """What became of one channel; in the transaction of the answer."""
    if outcome.word == DONE:
        await mark_sent(case.connection, effect.key)
    else:
        await record_failure(case, effect.key)


async def _begin(change: CaseChange, wanted: ServiceWanted, *, consent: bool) -> None:
    until = wanted.must_by or change.now + USUAL_TIME
    half = change.now + max((until - change.now) / 2, timedelta())
    messages = {each.channel: each for each in _messages(change.out.effects_wanted, wanted)}
    if BOX in messages:
        await _insert(change, wanted, ELECTRONIC if consent else BOX, 1, messages[BOX], must_by=half)
    if SMS in messages and not consent:
        await _insert(change, wanted, SMS, 2, messages[SMS], must_by=half)
    letter = await _insert(change, wanted, LETTER, 3, None, must_by=until)
    if BOX not in messages:
        await _send_letter(change, letter)


def _messages(effects: Iterable[EffectWanted], wanted: ServiceWanted) -> Iterable[EffectWanted]:
    """The plan's own messages about this event to the applicant."""
    for each in effects:
        begins = each.step.split(":", 1)[0] == wanted.event
        if each.kind == "notify" and begins and each.item == wanted.item and each.to == "applicant":
            yield each


async def _insert(
    change: CaseChange,
    wanted: ServiceWanted,
    channel: str,
    nth: int,
    message: EffectWanted | None,
    *,
    must_by: datetime,
) -> Attempt:
    key = None
    if message is not None:
        key = key_of(change.case_no, item=message.item, step=message.step, round=message.round)
    attempt = Attempt(
        id=uuid4(),
        case_id=change.id,
        item_key=wanted.item,
        notice=wanted.notice,
        event=wanted.event,
        channel=channel,
        nth=nth,
        effect_key=key,
        state="planned",
        must_by=must_by,
    )
    whose = {"person_id": change.row.applicant, "legal": wanted.legal, "now": change.now}
    await change.connection.execute(_INSERT, asdict(attempt) | whose)
    return attempt


def _told(attempt: Attempt) -> RecordTold:
    proof = str(attempt.id)
    if attempt.notice is not None:
        return RecordTold(channel=attempt.channel, proof=proof, notice=attempt.notice)
    return RecordTold(channel=attempt.channel, proof=proof, item=attempt.item_key)


def _place(attempt: Attempt) -> dict[str, object]:
    return {
        "id": attempt.id,
        "case_id": attempt.case_id,
        "event": attempt.event,
        "item_key": attempt.item_key,
        "notice": attempt.notice,
    }
