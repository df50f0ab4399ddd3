"""The paper with which an item ends: a certificate, an extract, a decision."""

from activities.handler import Job
from activities.papers.making import Draft, PaperMaking
from activities.papers.results import result_facts
from activities.papers.words import read_words
from documents.verification import masked_holder
from engine.case_change import CaseChange


class IssueResult(PaperMaking):
    """The paper with which an item ends, by the department that decided."""

    kind = "issue_result"

    async def draft(self, case: CaseChange, job: Job) -> Draft:
        words = await read_words(case)
        facts = result_facts(case, job.effect)
        applicant = await self.applicant(case)
        holder = facts.holder or (applicant.name if applicant else "—")
        data = await self.data(
            case,
            issuer=words.department(facts.department),
            holder=holder,
            title=facts.title,
            number=facts.number,
            variables=facts.variables,
        )
        return Draft(
            "result",
            facts.template,
            facts.title,
            facts.department,
            masked_holder(holder),
            data,
            valid_to=facts.valid_to,
        )
