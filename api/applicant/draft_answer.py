"""A draft as the answer to what was done to it, once the departments have said what they know."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from access.parts import Parts
from api.frame.afterwards import after_calls
from api.frame.routing import ROOT
from api.frame.spoken import Spoken
from api.frame.versions import set_version
from casework.application_view import ApplicationView, application_view
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside
from forms.draft import Differences


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    request: Request
    response: Response
    acts: Acts
    outside: CurrentOutside
    parts: Parts
    language: Spoken

    async def begun(self, application_id: UUID) -> ApplicationView:
        """Of a draft that there was not before: where it is from now on."""
        view = await self.show(application_id)
        self.response.headers["Location"] = f"{ROOT}/applications/{application_id}"
        return view

    async def show(self, application_id: UUID, *, changed: Differences | None = None) -> ApplicationView:
        """`changed`: what a changed answer has taken away or brought."""
        view = await after_calls(
            self.request,
            self.acts,
            call=lambda: ask_departments(
                self.acts, self.outside, application_id, keys=self.parts.master_keys
            ),
            show=lambda act: application_view(act, application_id, language=self.language, changed=changed),
        )
        set_version(self.response, view.version)
        return view


async def _answer(
    request: Request,
    response: Response,
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    language: Spoken,
) -> DraftAnswer:
    return DraftAnswer(request, response, acts, outside, parts, language)


AnswerWithDraft = Annotated[DraftAnswer, Depends(_answer)]
