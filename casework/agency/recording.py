"""At the joint window: an authorisation on paper, or a guardian, for people who have no account.

The clerk checks the identity of both and the papers, and keeps the signed paper as evidence. Who recorded
it stands in the row. A guardian (民法典 art. 27) is recorded for a child and ends when it is 18.
"""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from access.agencies import Agency, AuthorisationKind, end_of_childhood
from access.enrolment import PersonHasDied
from access.policy import demand
from casework.agency.authorisation_rows import NewAuthorisation, insert_authorisation
from casework.agency.granting import Scope, actions_of, check_scope, start_of
from casework.materials import insert_file
from casework.outside import BeginAct, Outside
from clocks.calendar import local_date
from database.queries.person_rows import find_person_details, insert_person
from database.session import become_engine, legal_now
from engine.authorisation_box import AgencyNames
from engine.deaths import is_number_of_the_dead
from files.intake import take_in
from files.store import SealedFile
from forms.form_plan import Text
from forms.values.checked import Invalid
from forms.values.resident_id import birth_of, check_resident_id
from refusals import FieldError, Malformed, NotNow
from secrecy.lookup import number_hash

EvidenceKind = Literal["signed_paper", "birth_certificate", "household_register", "court_decision"]
OF_GUARDIANS: frozenset[EvidenceKind] = frozenset(
    {"birth_certificate", "household_register", "court_decision"}
)
# The clerk has compared face and document, which is as sure as it gets.
FACE_TO_FACE = "L4"

_PERSON = text("SELECT id FROM person WHERE number_hash = :hash AND kind = 'person'")
# As a first sign-in does (`access.enrolment`): two at once must not make two rows.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))")


class IdentityNotChecked(NotNow):
    type = "identity-not-checked"
    title = Text(zh="请先核对委托人和代办人的身份证件", en="Check the identity documents of both first")


class PersonHasAnotherName(NotNow):
    type = "person-has-another-name"
    title = Text(
        zh="该证件号码登记的姓名与所填姓名不一致，请核对",
        en="This number is known under another name; please compare the documents",
    )


@dataclass(frozen=True, slots=True)
class WindowRecord:
    """`scope.until` of a guardian: the last day that is wanted, at most the one before the 18th birthday."""

    kind: AuthorisationKind
    principal_name: str
    principal_number: str
    scope: Scope
    evidence_kind: EvidenceKind
    identity_checked: bool


async def record_authorisation(
    acts: BeginAct, outside: Outside, record: WindowRecord, *, stream: AsyncIterable[bytes], name: str
) -> UUID:
    """By a window clerk; in force at once, both have signed. `stream`: the paper, scanned.

    Raises NotYours and PersonHasDied (403), IdentityNotChecked and PersonHasAnotherName (409), Malformed
    (422) and the refusals of `files`.
    """
    async with acts() as act:
        await _checked(act, record)
    sealed, _ = await take_in(stream, declared_name=name, store=outside.files, scanner=outside.scanner)
    async with acts() as act:
        names, now = await _checked(act, record)
        return await _write(act, record, names, sealed, now=now)


async def _checked(act: Act, record: WindowRecord) -> tuple[AgencyNames, datetime]:
    demand(act.actor, "authorisation.record")
    if not record.identity_checked:
        raise IdentityNotChecked
    now = await legal_now(act.connection)
    today = local_date(now)
    checked = check_resident_id(record.principal_number, today=today)
    if isinstance(checked, Invalid):
        raise Malformed(errors=[FieldError("/principal_number", checked.zh, checked.en)])
    longest = None
    if record.kind == "guardian":
        of_age = end_of_childhood(birth_of(checked.normal))
        if now >= of_age:
            error = FieldError("/principal_number", "本人已满十八周岁", "The person is 18 or older")
            raise Malformed(errors=[error])
        longest = local_date(of_age) - timedelta(days=1)
    _check_evidence(record)
    become_engine(act.connection)
    agent_number = await check_scope(
        act, record.scope, principal_number=checked.normal, today=today, longest=longest
    )
    names = AgencyNames(
        record.principal_name.strip(), checked.normal, record.scope.agent_name.strip(), agent_number
    )
    return names, now


def _check_evidence(record: WindowRecord) -> None:
    errors: list[FieldError] = []
    if not record.principal_name.strip():
        errors.append(FieldError("/principal_name", "请填写本人姓名", "Enter the person's name"))
    if record.evidence_kind not in get_args(EvidenceKind) or (
        (record.evidence_kind in OF_GUARDIANS) != (record.kind == "guardian")
    ):
        words = ("证明材料与代办方式不符", "This paper does not prove that")
        errors.append(FieldError("/evidence_kind", *words))
    if errors:
        raise Malformed(errors=errors)


async def _write(
    act: Act, record: WindowRecord, names: AgencyNames, sealed: SealedFile, *, now: datetime
) -> UUID:
    """With the engine's rights."""
    keys, scope = act.engine.keys, record.scope
    principal = await _person(act, names)
    agent_hash = number_hash(keys, names.agent_number)
    agent = (await act.connection.execute(_PERSON, {"hash": agent_hash})).scalar_one_or_none()
    await insert_file(act, sealed, owner=principal, now=now)
    agency = Agency(
        id=uuid4(),
        kind=record.kind,
        principal=principal,
        agent=agent,
        matters=frozenset(() if scope.all_matters else scope.matters),
        actions=actions_of(scope),
        begins_at=max(now, start_of(scope.begins_on)) if scope.begins_on else now,
        ends_at=start_of(scope.until + timedelta(days=1)),
        accepted_at=now,
    )
    await insert_authorisation(
        act,
        NewAuthorisation(
            agency,
            agent_hash,
            names,
            FACE_TO_FACE,
            granted_at=now,
            origin="window",
            recorded_by=act.actor.officer_id,
            evidence=sealed.id,
            evidence_kind=record.evidence_kind,
        ),
    )
    return agency.id


async def _person(act: Act, names: AgencyNames) -> UUID:
    """The row of the principal, made when nobody with that number was here before."""
    keys, number = act.engine.keys, names.principal_number
    await act.connection.execute(_ONE_AT_A_TIME, {"lock": f"enrol {number}"})
    digest = number_hash(keys, number)
    if await is_number_of_the_dead(act.connection, digest):
        raise PersonHasDied
    known = (await act.connection.execute(_PERSON, {"hash": digest})).scalar_one_or_none()
    if known is None:
        details = {"name": names.principal, "number": number}
        return await insert_person(act.connection, keys, details=details, number_hash=digest)
    details = await find_person_details(act.connection, keys, person=known) or {}
    if details.get("name") != names.principal:
        raise PersonHasAnotherName
    return known
