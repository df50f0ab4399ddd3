"""A notice about the whole case: receipt, acceptance, corrections, completion."""

from activities.handler import Job
from activities.papers.making import Draft, PaperMaking
from activities.papers.notices import variables_of
from activities.papers.words import JOINT_WINDOW, lead_department, read_words
from documents.verification import masked_holder
from engine.case_change import CaseChange


class Paper(PaperMaking):
    """A notice about the whole case, by the window that leads the matter."""

    kind = "paper"

    async def draft(self, case: CaseChange, job: Job) -> Draft:
        words = await read_words(case)
        template = job.effect.template or ""
        variables = await variables_of(case, job.effect, words, public_url=self.public_url)
        titles = {each.template: each.title for each in case.plan.papers}
        applicant = await self.applicant(case)
        name = applicant.name if applicant else "—"
        lead = lead_department(case)
        data = await self.data(
            case,
            issuer=words.departments.get(lead, JOINT_WINDOW),
            holder=name,
            title=titles.get(template, case.plan.title),
            number=None,
            variables=variables,
        )
        masked = masked_holder(name, is_company=applicant is not None and applicant.is_company)
        return Draft("notice", template, data.title or case.plan.title, lead, masked, data)
