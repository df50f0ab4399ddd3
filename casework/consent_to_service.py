"""Whether a person takes notices of law electronically: asked once, given or withdrawn at any time.

A withdrawal holds from the next notice on (国务院令第716号 art. 10; 行政许可法 art. 44).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language
from database.queries.person_rows import POSTAL_ADDRESS, find_person_details, keep_postal_address
from database.session import become_engine, legal_now
from forms.form_plan import Text
from forms.values.checked import Invalid
from forms.values.masking import mask_address
from forms.values.text import check_address
from refusals import FieldError, Malformed, NotYours

VERSION = "1"
WORDS = Text(
    "我同意以电子方式接收行政机关的文书：文书到达“我的消息”即视为送达。我可以随时撤回，撤回自下一份文书起生效。"
    "不同意的，文书以邮寄等方式送达，不影响办理。",
    "I agree to receive official papers electronically: a paper counts as served when it reaches my message"
    " box. I may take this back at any time, from the next paper on. Without it papers come by mail; my"
    " application is not affected.",
)

_FIND = text("SELECT given, at, version FROM service_consent WHERE person_id = :person")
_STATE = text("""
    INSERT INTO service_consent (person_id, given, at, version) VALUES (:person, :given, :now, :version)
    ON CONFLICT (person_id) DO UPDATE SET given = :given, at = :now, version = :version
    WHERE service_consent.given <> :given OR service_consent.version <> :version
""")


@dataclass(frozen=True, slots=True)
class ServiceConsentView:
    """`given` None: the person was not asked yet. `words` are those of `version`, to be agreed to.
    `address`: where she takes papers by mail, masked; None: she has not said."""

    given: bool | None
    at: datetime | None
    version: str
    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What a person says about being told. `given` None: she was not asked, or did not answer.
    `address`: for papers by mail; None: as it was."""

    given: bool | None = None
    address: str | None = None


NOTHING_SAID = ServiceAnswer()


async def service_consent(act: Act, *, language: Language) -> ServiceConsentView:
    """The actor's own."""
    demand(act.actor, "case.list")
    row = (await act.connection.execute(_FIND, {"person": act.actor.himself.person_id})).one_or_none()
    given, at = (row.given, row.at) if row else (None, None)
    # Her own row was found as herself; the key opens what she has said herself.
    become_engine(act.connection)
    address = await _masked_address(act)
    return ServiceConsentView(given, at, VERSION, WORDS.in_language(language), address)


async def state_service_consent(
    act: Act, *, given: bool | None, language: Language, address: str | None = None
) -> ServiceConsentView:
    """Gives or takes back (None: as it was); saying the same again changes nothing. Raises Malformed (422)
    for an address that is none."""
    demand(act.actor, "case.consent_service")
    if act.actor.person_id is None:
        raise NotYours
    become_engine(act.connection)
    now = await legal_now(act.connection)
    await take_service_answer(act, act.actor.person_id, ServiceAnswer(given, address), now=now)
    return await service_consent(act, language=language)


async def take_service_answer(act: Act, person: UUID, answer: ServiceAnswer, *, now: datetime) -> None:
    """Writes down what `person` has said, as the engine; it holds from the next notice on."""
    if answer.given is not None:
        row = {"person": person, "given": answer.given, "now": now, "version": VERSION}
        await act.connection.execute(_STATE, row)
    if answer.address:
        checked = check_address(answer.address)
        if isinstance(checked, Invalid):
            raise Malformed(errors=[FieldError("/address", checked.zh, checked.en)])
        address = str(checked.normal)
        await keep_postal_address(act.connection, act.engine.keys, person=person, address=address)


async def _masked_address(act: Act) -> str | None:
    person = act.actor.himself.person_id
    if person is None:
        return None
    details = await find_person_details(act.connection, act.engine.keys, person=person) or {}
    address = details.get(POSTAL_ADDRESS)
    return mask_address(address) if address else None
