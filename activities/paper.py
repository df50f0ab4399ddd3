"""A notice about the whole case (receipt, acceptance, …) or about one item of it."""

from activities.handler import Job
from activities.papers.agency import agency_variables
from activities.papers.item_notices import ITEM_PAPERS
from activities.papers.letters import is_letter, letter_draft
from activities.papers.making import Draft, PaperMaking
from activities.papers.merged import is_merged, merged_draft
from activities.papers.notices import variables_of
from activities.papers.words import lead_department, read_words
from database.queries.effect_rows import EffectRow
from documents.papers import PAPERS
from documents.verification import masked_holder
from engine.agents import AUTHORISATION_PAPER
from engine.case_change import CaseChange
from matter_definitions.plan import PaperPlan


class Paper(PaperMaking):
    """A notice: about a whole case by the window that leads the matter, about an item by its department."""

    kind = "paper"

    async def draft(self, case: CaseChange, job: Job) -> Draft:
        if is_letter(job.effect):
            return await letter_draft(self, case, job.effect)
        if is_merged(job.effect):
            return await merged_draft(self, case, job.effect)
        words = await read_words(case)
        template = job.effect.template or ""
        if template == AUTHORISATION_PAPER:
            variables = await agency_variables(case, job.effect, keys=self._context.keys)
        else:
            variables = await variables_of(case, job.effect, words, public_url=self.public_url)
        plan = _plan_of(case, job.effect)
        applicant = await self.applicant(case)
        name = applicant.name if applicant else "—"
        item = case.state.items.get(job.effect.item_key or "") if template in ITEM_PAPERS else None
        issuer = item.department if item else lead_department(case)
        data = await self.data(
            case,
            issuer=words.department(issuer),
            holder=name,
            title=plan.title if plan else PAPERS[template].title,
            number=f"{case.case_no}-{item.number:02}" if item else None,
            variables=variables,
        )
        masked = masked_holder(name, is_company=applicant is not None and applicant.is_company)
        # The principal's own word carries no authority's seal.
        sealed = plan.sealed if plan else template != AUTHORISATION_PAPER
        return Draft("notice", template, data.title or case.plan.title, issuer, masked, data, sealed=sealed)


def _plan_of(case: CaseChange, effect: EffectRow) -> PaperPlan | None:
    """What the plan says about this paper; the step of the effect begins with the event it hangs on."""
    event = effect.step.partition(":")[0]
    fitting = [each for each in case.plan.papers if each.template == effect.template]
    return next((each for each in fitting if each.event == event), fitting[0] if fitting else None)
