"""A consent to something that has changed since is none: that is written down, and whoever agreed is told."""

from sqlalchemy import text

from access.act import Act
from casework.consents import ConsentRow, read_consents
from casework.draft_look import Look
from database.queries.person_rows import USUAL_LANGUAGE, find_person_details
from engine.errands import Errand, plan_errand
from forms.form_plan import Text

_VOID = text("UPDATE consent SET state = 'void' WHERE id = :id AND state IN ('asked', 'given')")
# As careful as the question: opened by whoever holds the telephone.
_MESSAGE = Text(
    zh="【一件事】您同意过的“{matter}”申请内容已变更，您的同意已失效。对方再次征求您的意见前，您无需办理。",
    en="What you agreed to in an application for “{matter}” has changed, so your consent no longer counts."
    " There is nothing for you to do until you are asked again.",
)


async def void_what_changed(act: Act, seen: Look) -> bool:
    """Of the draft as it was looked at. True when one was made void."""
    kept = await read_consents(act.connection, seen.row.id)
    fallen = [
        kept[code]
        for code, each in seen.consents.items()
        if each.state == "void" and code in kept and kept[code].state in ("asked", "given")
    ]
    for each in fallen:
        await void_consent(act, seen, each)
    return bool(fallen)


async def void_consent(act: Act, seen: Look, consent: ConsentRow) -> None:
    """Whoever was only asked finds out when he answers; who has agreed is told."""
    await act.connection.execute(_VOID, {"id": consent.id})
    if consent.state != "given" or consent.person_id is None:
        return
    known = await find_person_details(act.connection, act.engine.keys, person=consent.person_id) or {}
    if not known.get("phone"):
        return
    title = seen.plan.title.in_language(known.get("language", USUAL_LANGUAGE))
    words = _MESSAGE.in_language(known.get("language", USUAL_LANGUAGE)).format(matter=title)
    errand = Errand(
        subject=f"application/{seen.row.id}",
        step=f"consent_void:{consent.id}",
        connector="sms",
        call="sms_send",
        payload={"phone": known["phone"], "template": "consent_void", "text": words},
    )
    await plan_errand(act.engine, act.connection, errand)
