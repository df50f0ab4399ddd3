"""The form of a matter as an applicant will see it, from the plan of a version and some answers alone.

Nothing is stored and nobody is asked: there is no draft, no look-up is made, no file is kept.
"""

from collections.abc import Mapping
from uuid import UUID

from access.act import Act
from access.policy import demand
from casework.application_view import ApplicationView, ProblemOut, SignatureOut
from casework.consents_shown import consent_of_nobody
from casework.form_words import exit_out, field_out, item_out, material_out, question_out
from casework.words import Language, state_words
from clocks.calendar import local_date
from database.session import legal_now
from forms.belonging import answers_of
from forms.draft import look_at_draft
from matter_definitions.plan import Plan

_NOBODYS = UUID(int=0)


async def preview_of(
    act: Act, plan: Plan, answers: Mapping[str, object], *, language: Language = "zh"
) -> ApplicationView:
    """`answers`: as an applicant would give them; those that do not fit are among the problems."""
    demand(act.actor, "definition.read")
    now = await legal_now(act.connection)
    draft = look_at_draft(plan.form, answers=answers_of(plan.form, answers), today=local_date(now))
    signature = None
    if plan.statement is not None:
        signature = SignatureOut(
            plan.statement.required, "none", state_words("signature", "none", language=language)
        )
    return ApplicationView(
        id=_NOBODYS,
        version=1,
        state="draft",
        matter=plan.matter,
        title=plan.title.in_language(language),
        plan="",
        region=None,
        case_no=None,
        answers=dict(draft.answers),
        form={},
        delivery={},
        commitments={},
        prefilled={},
        questions=[question_out(each, language=language) for each in draft.questions],
        exits=[exit_out(each, language=language) for each in draft.exits],
        items=[item_out(each, language=language) for each in draft.items],
        fields=[field_out(each, language=language) for each in draft.fields],
        materials=[material_out(each, language=language) for each in draft.materials],
        consents=[consent_of_nobody(each, language=language) for each in draft.consents],
        lookups=[],
        delivery_modes=list(plan.form.delivery.modes) if plan.form.delivery else [],
        problems=[
            ProblemOut(each.pointer, each.code, each.text.in_language(language)) for each in draft.problems
        ],
        conflicts=[],
        can_submit=False,
        created_at=now,
        updated_at=now,
        signature=signature,
    )
