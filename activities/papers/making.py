"""How a paper comes to be: what it says is read, the press draws it, and it is kept encrypted."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from activities.handler import Job, Recorded
from clocks.calendar import local_date
from documents.definition import PaperData, PaperText
from documents.papers import PAPERS
from documents.press import Press
from documents.refusals import PaperUnavailable
from documents.verification import new_verify_code, verify_url
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import read_case
from engine.context import EngineContext
from engine.outcome import NO_PRESS, Outcome
from engine.papers import IssuedPaper, record_paper
from engine.persons import Recipient, find_recipient
from forms.form_plan import Text

_IS_LOCAL = text("SELECT is_local FROM installation")
_PUBLISHED = text("""
    SELECT version, source, title_zh, title_en FROM paper_template
    WHERE template = :template AND state = 'published'
""")


@dataclass(frozen=True)
class Draft:
    """A paper before it is drawn: `department` is the issuer's code; `parts`: papers that it is made of."""

    kind: str
    template: str
    title: Text
    department: str
    holder_masked: str
    data: PaperData
    sealed: bool = True
    valid_to: date | None = None
    parts: tuple[UUID, ...] = ()


class PaperMaking(ABC):
    kind: str

    def __init__(self, context: EngineContext, press: Press, *, public_url: str) -> None:
        self._context = context
        self._press = press
        self.public_url = public_url

    async def carry_out(self, job: Job) -> Outcome | Recorded:
        async with read_case(self._context, case_of(job.effect)) as case:
            draft = await self.draft(case, job)
            published = (
                await case.connection.execute(_PUBLISHED, {"template": draft.template})
            ).one_or_none()
        words = None  # the product's own file
        if published:
            words = PaperText(
                published.version, published.source, Text(published.title_zh, published.title_en)
            )
            draft = _titled(draft, words)
        try:
            drawn = await self._press.press(draft.template, draft.data, text=words)
        except PaperUnavailable:
            return Outcome(NO_PRESS)  # the case goes on; a supervisor finds what is missing
        paper = IssuedPaper(
            kind=draft.kind,
            template=draft.template,
            template_version=drawn.template_version,
            title=draft.title,
            verify_code=draft.data.verify_code,
            pdf=drawn.pdf,
            sha256=drawn.sha256,
            issuer=draft.department,
            holder_masked=draft.holder_masked,
            number=draft.data.number,
            valid_to=draft.valid_to,
            parts=draft.parts,
            archive_code=drawn.archive_code,
            sealed=draft.sealed,
        )
        await record_paper(self._context, job.effect, paper)
        return Recorded()

    @abstractmethod
    async def draft(self, case: CaseChange, job: Job) -> Draft:
        """What is to be written, read from the case as it stands."""

    async def data(
        self,
        case: CaseChange,
        *,
        issuer: Text,
        holder: str,
        title: Text,
        number: str | None,
        variables: dict[str, object],
    ) -> PaperData:
        code = new_verify_code()
        return PaperData(
            case_no=case.case_no,
            issuer=issuer,
            issued_on=local_date(case.now),
            holder=holder,
            verify_code=code,
            verify_url=verify_url(self.public_url, code=code),
            title=title,
            number=number,
            for_trial=bool((await case.connection.execute(_IS_LOCAL)).scalar_one()),
            variables=variables,
        )

    async def applicant(self, case: CaseChange) -> Recipient | None:
        return await find_recipient(case.connection, case.row.applicant, keys=self._context.keys)


def _titled(draft: Draft, words: PaperText) -> Draft:
    """Under the title of the text in force, unless the matter has given the paper a title of its own."""
    if words.title is None or draft.title != PAPERS[draft.template].title:
        return draft
    return replace(draft, title=words.title, data=replace(draft.data, title=words.title))
