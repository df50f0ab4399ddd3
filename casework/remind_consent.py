"""The owner of a draft reminds one person who has not answered yet; at most once a day."""

from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.ask_consent import ConsentAsked, message_to, tell_whom_to_ask
from casework.consents import plan_of
from casework.draft_look import look_at
from casework.finding import demand_application
from casework.save_application import open_draft
from clocks.calendar import local_date
from forms.form_plan import Text
from refusals import NotNow, Unknown

_REMINDED = text("UPDATE consent SET reminded_at = :now WHERE id = :id")


class NotWaiting(NotNow):
    type = "consent-not-waiting"
    title = Text(zh="目前不在等待对方答复，无需提醒", en="No answer of this person is awaited now")


class RemindedToday(NotNow):
    type = "reminded-today"
    title = Text(zh="今天已经提醒过，请明天再试", en="This person was reminded today; try again tomorrow")


async def remind_consent(act: Act, application_id: UUID, code: str, *, public_url: str) -> ConsentAsked:
    """`code`: of one of several people `heirs.2`.

    Raises Unknown (404), NotYours (403, too weak a login), NotADraft, NotWaiting and RemindedToday (409)."""
    await demand_application(act, application_id, action="consent.ask")
    seen = await look_at(act, await open_draft(act, application_id))
    consent, last, now = plan_of(seen.plan, code), seen.consents.get(code), seen.row.now
    if consent is None:
        raise Unknown
    if last is None or last.state_at(now) != "asked":
        raise NotWaiting
    if last.was_told_on_the_day_of(now):
        raise RemindedToday
    await act.connection.execute(_REMINDED, {"id": last.id, "now": now})
    step = f"consent:{last.id}:{local_date(now)}"
    message = message_to(public_url, last.id, step=step)
    await tell_whom_to_ask(act, seen, consent, message, code=code, person=last.person_id)
    return ConsentAsked(last.id, code, "asked", last.expires_at)
