"""A message to one person on one channel about one event: the message box, an SMS, a mail."""

from uuid import UUID

import structlog

from activities.department_calls import DepartmentCalls
from activities.handler import Job, Recorded
from activities.notices.facts import message_facts
from activities.notices.templates import MessageFacts, Template, template_of
from engine.agents import AGENT, find_agent
from engine.carrying import Later, case_of
from engine.case_change import CaseChange
from engine.change import read_case
from engine.context import EngineContext
from engine.deaths import is_recorded_dead
from engine.messages import Letter, record_message
from engine.outcome import DONE, Outcome
from engine.persons import Recipient, find_party, find_recipient

APPLICANT = "applicant"

log = structlog.get_logger()


class Notify:
    kind = "notify"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Outcome | Later | Recorded:
        async with read_case(self._context, case_of(job.effect)) as case:
            recipient = await self._recipient(case, job)
            if recipient is None:  # no such party in this case, dead, or lawfully deleted meanwhile
                log.info("nobody_to_tell", effect=job.effect.key, to=job.effect.recipient)
                return Outcome("nobody_to_tell")
            facts = message_facts(case, job.effect, language=recipient.language)
        template = template_of(job.effect.template or "")
        letter = template.letter(facts, language=recipient.language)
        reference = None
        if job.effect.channel in ("sms", "mail"):
            sent = await self._send(job, recipient, template, facts, letter)
            if not isinstance(sent, Outcome) or sent.word != DONE:
                return sent
            reference = sent.reference
        await record_message(self._context, job.effect, recipient, letter, reference=reference)
        return Recorded()

    async def _recipient(self, case: CaseChange, job: Job) -> Recipient | None:
        person: UUID | None = case.row.applicant
        if job.effect.recipient == AGENT:
            person = await find_agent(case.connection, case.id)
        elif job.effect.recipient not in (None, APPLICANT):
            person = await find_party(case.connection, case.id, subject=job.effect.recipient or "")
        if person is None or await is_recorded_dead(case.connection, person):
            return None
        return await find_recipient(case.connection, person, keys=self._context.keys)

    async def _send(
        self, job: Job, recipient: Recipient, template: Template, facts: MessageFacts, letter: Letter
    ) -> Outcome | Later:
        payload: dict[str, object]
        if job.effect.channel == "sms":
            if recipient.phone is None:
                return Outcome("no_address")
            text = template.short(facts, language=recipient.language)
            payload = {"phone": recipient.phone, "template": job.effect.template or "", "text": text}
            kind = "sms_send"
        else:
            if recipient.mail is None:
                return Outcome("no_address")
            payload = {"to": recipient.mail, "subject": letter.title, "text": letter.body}
            kind = "mail_send"
        return await self._calls.call(job.effect, kind, payload, ask_first=job.ask_first, seconds=job.seconds)
