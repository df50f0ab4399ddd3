"""A mark on a person's credit: proposed when a promise turned out false, and signed by two officers or none.

The first signature holds nothing; the second is that of a superior, who is another person.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from access.act import Act
from access.actor import Actor
from casework.item_act import acting_on
from clocks.calendar import local_date
from engine.flags import countersign, find_proposed, sign
from forms.form_plan import Text
from matter_definitions import events
from refusals import NotNow, Unknown

_RANK_ABOVE = 2
ONE_YEAR = timedelta(days=365)  # 行政许可法 78
LAW = Text(
    zh="《中华人民共和国行政许可法》第七十八条；国办发〔2020〕42号",
    en="Administrative Licensing Law, article 78; General Office of the State Council, document 42 of 2020",
)


class AlreadySigned(NotNow):
    type = "already-signed"
    title = Text(zh="该信用记录建议已签署", en="This was signed already")


class AnotherHasToSign(NotNow):
    type = "same-person"
    title = Text(
        zh="应当由另一名上级人员签署（依据：行政许可法 78）",
        en="Another officer of a higher rank has to sign this (basis: 行政许可法 78)",
    )


@dataclass(frozen=True, slots=True)
class FlagSigned:
    """`state`: signed (one officer), or in_force from `from_day` to `until_day`."""

    case_no: str
    item: str
    commitment: str
    state: Literal["signed", "in_force"]
    from_day: date | None
    until_day: date | None


async def sign_flag(act: Act, case_no: str, item: str, commitment: str) -> FlagSigned:
    """Raises Unknown (404), NotYours (403), AlreadySigned and AnotherHasToSign (409)."""
    async with acting_on(act, case_no, item, action="case.revoke") as hand:
        case, connection = hand.case, hand.case.connection
        flag = await find_proposed(connection, case.id, item=item, commitment=commitment)
        if flag is None:
            raise Unknown
        if flag.countersigned_by is not None:
            raise AlreadySigned
        signer = UUID(act.actor.key)
        if flag.signed_by is None:
            await sign(connection, flag.id, by=signer)
            case.happened(events.FLAG_PROPOSED, item=item, what="signed")
            return FlagSigned(case.case_no, item, commitment, "signed", None, None)
        if not may_sign(act.actor, signed_by=flag.signed_by):
            raise AnotherHasToSign
        first = local_date(case.now)
        last = first + ONE_YEAR
        await countersign(connection, flag.id, by=signer, first=first, last=last)
        case.happened(events.FLAG_SIGNED, item=item, what="in_force")
    return FlagSigned(case.case_no, item, commitment, "in_force", first, last)


def may_sign(actor: Actor, *, signed_by: UUID | None) -> bool:
    """First anybody who is in charge of the item; then another person, of a higher rank."""
    if signed_by is None:
        return True
    is_above = actor.rank >= _RANK_ABOVE or actor.kind == "supervisor"
    return is_above and UUID(actor.key) != signed_by
