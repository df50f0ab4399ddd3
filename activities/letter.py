"""A letter goes to an authority outside this installation by its connector; its outcome is the answer."""

from sqlalchemy import text

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from activities.papers.words import read_texts
from clocks.calendar import local_date
from departments.contract import DepartmentNonsense
from engine.carrying import case_of
from engine.change import read_case
from engine.context import EngineContext
from engine.letters import step_of_letter

_LETTER = text("""
    SELECT l.number, l.subject_zh, l.outside_zh, l.due_at, l.text_id, coalesce(d.name_zh, l.from_department)
        AS sender
    FROM letter l LEFT JOIN department d ON d.code = l.from_department
    WHERE l.case_id = :case AND l.item_key = :item AND l.step = :step AND l.round = :round
""")


class Letter:
    kind = "letter"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        effect = job.effect
        place = {"item": effect.item_key, "step": step_of_letter(effect), "round": effect.round}
        async with read_case(self._context, case_of(effect)) as case:
            row = (await case.connection.execute(_LETTER, {"case": case.id, **place})).one_or_none()
            if row is None:
                raise DepartmentNonsense(effect.connector or "", "there is no such letter", key=effect.key)
            texts = await read_texts(case, [row.text_id])
        payload: dict[str, object] = {
            "to": row.outside_zh,
            "from": row.sender,
            "number": row.number,
            "subject": row.subject_zh,
            "text": texts.get(str(row.text_id), ""),
            "answer_until": local_date(row.due_at).isoformat(),
        }
        return await self._calls.call(
            effect, "letter_send", payload, ask_first=job.ask_first, seconds=job.seconds
        )
