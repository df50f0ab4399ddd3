"""A letter or a card goes to the applicant by the courier, and is called back when it should not."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from activities.step_calls import StepCall


class Mailing(StepCall):
    kind = "mailing"
    usual_call = "parcel_send"


class ParcelRecall:
    """Undoes a mailing that is no longer wanted; the courier knows the parcel by our key."""

    kind = "parcel_recall"

    def __init__(self, calls: DepartmentCalls) -> None:
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        payload: dict[str, object] = {"parcel_key": job.effect.compensates or ""}
        return await self._calls.call(
            job.effect, "parcel_recall", payload, ask_first=job.ask_first, seconds=job.seconds
        )
