"""Whether a person takes notices of law electronically: asked once, given or withdrawn at any time.

A withdrawal holds from the next notice on (国务院令第716号 art. 10; 行政许可法 art. 44).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language
from database.session import become_engine, legal_now
from forms.form_plan import Text
from refusals import NotYours

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
    """`given` None: the person was not asked yet. `words` are those of `version`, to be agreed to."""

    given: bool | None
    at: datetime | None
    version: str
    words: str


async def service_consent(act: Act, *, language: Language) -> ServiceConsentView:
    """The actor's own."""
    demand(act.actor, "case.list")
    row = (await act.connection.execute(_FIND, {"person": act.actor.person_id})).one_or_none()
    given, at = (row.given, row.at) if row else (None, None)
    return ServiceConsentView(given, at, VERSION, WORDS.in_language(language))


async def state_service_consent(act: Act, *, given: bool, language: Language) -> ServiceConsentView:
    """Gives or takes back; saying the same again changes nothing."""
    demand(act.actor, "case.consent_service")
    if act.actor.person_id is None:
        raise NotYours
    become_engine(act.connection)
    row = {
        "person": act.actor.person_id,
        "given": given,
        "now": await legal_now(act.connection),
        "version": VERSION,
    }
    await act.connection.execute(_STATE, row)
    stated = (await act.connection.execute(_FIND, {"person": act.actor.person_id})).one()
    return ServiceConsentView(stated.given, stated.at, VERSION, WORDS.in_language(language))
