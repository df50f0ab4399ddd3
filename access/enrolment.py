"""The first sign-in of somebody: which row is this, and if none, a new one."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access.actor import Actor, Level, reaches
from access.companies import act_for_company, act_for_oneself
from access.people import find_actor_of
from access.personas import PersonaUnknown, get_persona
from access.tokens import TokenClaims
from database.queries.person_rows import find_person_details, insert_person, update_person_details
from database.tables.authorisation import Authorisation
from database.tables.consent import Consent
from database.tables.person import Person
from engine.deaths import is_number_of_the_dead
from forms.form_plan import Text
from refusals import NotYours
from secrecy.lookup import number_hash
from settings import MasterKeys

PROVES_NUMBER: Level = "L2"  # real-name (实名)


class NumberHasAnotherLogin(NotYours):
    type = "number-has-another-login"
    title = Text(
        zh="该证件号码已绑定其他账号，请使用原账号登录",
        en="This identity number belongs to another account; please sign in with that one",
    )


class PersonHasDied(NotYours):
    type = "person-has-died"
    title = Text(
        zh="该证件号码已登记死亡，不能登录或办事；登记有误的，请到户籍所在地派出所更正",
        en="This number is recorded as that of a person who has died, so nothing can be done in that name;"
        " if this is a mistake, please ask the police station of the household",
    )


class LoginTooWeak(NotYours):
    type = "login-too-weak"
    title = Text(
        zh="代表企业登录需要 L2 及以上的实名认证",
        en="Signing in for a company takes assurance level L2 or above",
    )


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """What a login proved. `uscc`: unified social credit code of the company that somebody signs in for;
    `name` is then the company's."""

    subject: str
    level: Level
    name: str
    number: str | None = None
    phone: str | None = None
    email: str | None = None
    uscc: str | None = None


def person_from_claims(claims: TokenClaims, *, local: bool) -> SignedInPerson:
    """Claims of the id_token. The development identity provider names only the persona, as few real ones
    give numbers to everybody; in the local stack the persona's own are taken."""
    if local:
        try:
            return person_of_persona(claims.subject, level=claims.level)
        except PersonaUnknown:
            pass
    return SignedInPerson(
        subject=claims.subject,
        level=claims.level,
        name=_text(claims, "name") or "",
        number=_text(claims, "id_number"),
        phone=_text(claims, "phone_number"),
        email=_text(claims, "email"),
        uscc=_text(claims, "uscc"),
    )


def person_of_persona(id: str, *, level: Level) -> SignedInPerson:
    """Raises `access.personas.PersonaUnknown`."""
    persona = get_persona(id)
    return SignedInPerson(
        subject=persona.id,
        level=level,
        name=persona.name,
        number=persona.id_number,
        phone=persona.phone,
        uscc=persona.uscc,
    )


async def enrol(connection: AsyncConnection, person: SignedInPerson, *, master_keys: MasterKeys) -> Actor:
    """The actor of this login; raises NumberHasAnotherLogin, LoginTooWeak and PersonHasDied. Needs the
    engine's rights.

    People are asked for consent, and to act for others, by number before they ever signed in: what waits for
    them becomes theirs.
    """
    await _one_at_a_time(connection, person)
    if person.uscc is not None:
        return await _enrol_agent(connection, person, uscc=person.uscc, master_keys=master_keys)
    await act_for_oneself(connection, person.subject)
    person = _as_proven(person)
    await _refuse_the_dead(connection, person, master_keys=master_keys)
    actor = await find_actor_of(connection, person.subject)
    if actor is None:
        actor = await _enrol_applicant(connection, person, master_keys=master_keys)
    elif actor.person_id is not None and person.number is not None:
        await _bind_number(connection, actor.person_id, person, master_keys=master_keys)
    if actor.person_id is not None and person.number is not None:
        digest = number_hash(master_keys, person.number)
        waiting = (Consent.number_hash == digest) & Consent.person_id.is_(None)
        await connection.execute(update(Consent).where(waiting).values(person_id=actor.person_id))
        asked = (Authorisation.agent_hash == digest) & Authorisation.agent.is_(None)
        await connection.execute(update(Authorisation).where(asked).values(agent=actor.person_id))
    return replace(actor, assurance=person.level)


async def _enrol_agent(
    connection: AsyncConnection, person: SignedInPerson, *, uscc: str, master_keys: MasterKeys
) -> Actor:
    if not reaches(person.level, PROVES_NUMBER):
        raise LoginTooWeak
    company = await act_for_company(
        connection, person.subject, uscc=uscc, name=person.name, master_keys=master_keys
    )
    return Actor("applicant", person.subject, person_id=company, assurance=person.level)


async def _refuse_the_dead(
    connection: AsyncConnection, person: SignedInPerson, *, master_keys: MasterKeys
) -> None:
    """By the number that the login proves, or the one that it has proved before."""
    known = await connection.scalar(select(Person.number_hash).where(Person.subject == person.subject))
    proven = number_hash(master_keys, person.number) if person.number else None
    for digest in (known, proven):
        if digest is not None and await is_number_of_the_dead(connection, digest):
            raise PersonHasDied


def _as_proven(person: SignedInPerson) -> SignedInPerson:
    """A login below the real-name level proves no number, whatever it claims."""
    return person if reaches(person.level, PROVES_NUMBER) else replace(person, number=None)


async def _enrol_applicant(
    connection: AsyncConnection, person: SignedInPerson, *, master_keys: MasterKeys
) -> Actor:
    digest = number_hash(master_keys, person.number) if person.number else None
    # Nobody is found by having no number: in SQL that would be everybody who has none.
    found = select(Person.id).where(Person.number_hash == digest)
    known = await connection.scalar(found) if digest is not None else None
    if known is None:
        details = {"name": person.name, "number": person.number, "phone": person.phone}
        # Only whoever has given an address is written to by mail.
        details |= {"email": person.email} if person.email else {}
        known = await insert_person(
            connection, master_keys, details=details, subject=person.subject, number_hash=digest
        )
    elif not await _link(connection, known, person.subject):
        raise NumberHasAnotherLogin
    return Actor(kind="applicant", subject=person.subject, person_id=known)


async def _bind_number(
    connection: AsyncConnection, person_id: UUID, person: SignedInPerson, *, master_keys: MasterKeys
) -> None:
    """Whoever came first with a weak login proves her number now; once bound it is never another."""
    assert person.number is not None
    digest = number_hash(master_keys, person.number)
    row = Person.__table__.c
    found = select(row.id).where(row.number_hash == digest)
    owner = await connection.scalar(found)
    if owner == person_id:
        return
    bind = update(Person).where(Person.id == person_id, Person.number_hash.is_(None))
    if owner is not None or (await connection.execute(bind.values(number_hash=digest))).rowcount != 1:
        raise NumberHasAnotherLogin
    known = await find_person_details(connection, master_keys, person=person_id) or {}
    details = {**known, "name": person.name, "number": person.number}
    await update_person_details(connection, master_keys, person=person_id, details=details)


async def _link(connection: AsyncConnection, person: UUID, subject: str) -> bool:
    """Gives a row without a login this one; False when it has another already."""
    statement = update(Person).where(Person.id == person, Person.subject.is_(None)).values(subject=subject)
    return (await connection.execute(statement)).rowcount == 1


async def _one_at_a_time(connection: AsyncConnection, person: SignedInPerson) -> None:
    """Two tabs that sign in at the same moment must not make two rows."""
    lock = person.uscc or person.number or person.subject
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"enrol {lock}", 0))))


def _text(claims: TokenClaims, name: str) -> str | None:
    value = claims.claims.get(name)
    return value if isinstance(value, str) and value else None
