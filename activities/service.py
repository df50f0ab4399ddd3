"""A notice with an effect in law goes out as a registered letter, because no message has proved it told."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import read_case
from engine.context import EngineContext
from engine.outcome import Outcome
from engine.persons import find_recipient

NO_ADDRESS = "no_address"
CONTENT = "政务服务文书"  # what the courier is told; what it says is nobody's business


class Service:
    kind = "service"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        async with read_case(self._context, case_of(job.effect)) as case:
            recipient = await find_recipient(case.connection, case.row.applicant, keys=self._context.keys)
            address = (recipient.address if recipient else None) or postal_address(case)
        if recipient is None or address is None:
            return Outcome(NO_ADDRESS)
        payload: dict[str, object] = {"recipient": recipient.name, "address": address, "content": CONTENT}
        if recipient.phone:
            payload["phone"] = recipient.phone
        return await self._calls.call(
            job.effect, "parcel_send", payload, ask_first=job.ask_first, seconds=job.seconds
        )


def postal_address(case: CaseChange) -> str | None:
    """Where the applicant wants mail by the form: the address of a mailing step, else that of the delivery.
    No other address of a form: a shop's or a hospital's is not where she takes her letters."""
    sent_to = [
        key
        for item in case.plan.items
        for step in item.steps
        if step.kind == "mailing" and (key := (step.send or {}).get("address"))
    ]
    delivery = case.plan.form.delivery
    asked = delivery.mail_fields if delivery else ()
    fields = [each.key for each in case.plan.form.fields if each.value_type == "address"]
    for key in (*sent_to, *(key for key in fields if key in asked)):
        value = case.values.get(key)
        if isinstance(value, str) and value:
            return value
    return None
