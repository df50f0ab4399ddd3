"""A draft as its owner sees it: what is asked, what is known and from where, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from access.act import Act
from casework.access_records import record_access
from casework.chains.giving import SOURCE
from casework.chains.requiring import RequirementOut, requirement_out
from casework.commitments import OfferOut, offer_out, spared_materials
from casework.consents_shown import ConsentOut, SignersOut, consent_out, signers_out
from casework.draft_changes import (
    KeptOut,
    MovedOut,
    RetiredOut,
    Story,
    kept_out,
    moved_out,
    retired_out,
    story_of,
)
from casework.draft_in_force import read_draft_as_shown, read_draft_in_force
from casework.draft_look import Look, look_at
from casework.finding import demand_application
from casework.form_words import (
    ExitOut,
    FieldOut,
    ItemOut,
    MaterialOut,
    QuestionOut,
    exit_out,
    field_out,
    item_out,
    material_out,
    question_out,
)
from casework.lookup_answers import take_late_answers
from casework.words import Language, state_words
from database.session import become_engine
from forms.draft import Differences
from forms.form_plan import FormPlan, Text

_SIGN_IN = Text("来自登录信息", "From your sign-in")
_DERIVED = Text("自动计算", "Computed")


@dataclass(frozen=True, slots=True)
class PrefilledOut:
    """`source` is a look-up's code or `sign_in`; `source_title` its name."""

    value: Any
    source: str
    source_title: str
    at: str
    locked: bool


@dataclass(frozen=True, slots=True)
class LookupOut:
    """`state`: found, not_found, unanswered (the answer is late; saving asks again), waiting (something is
    still missing) or sign_in (not asked with a number that was only typed). `state_words` says so."""

    key: str
    title: str
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class ProblemOut:
    pointer: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ConflictOut:
    """The same item is under way; `case_no` leads a party to it."""

    item: str
    case_no: str | None


@dataclass(frozen=True, slots=True)
class ChangedOut:
    items_added: list[str]
    items_removed: list[str]
    fields_added: list[str]
    fields_removed: list[str]
    materials_added: list[str]
    materials_removed: list[str]


@dataclass(frozen=True, slots=True)
class SignatureOut:
    """The signed statement that the matter wants: how it stands for whoever asks. What would be signed is
    told by `GET …/signature`."""

    required: bool
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """`answers`, `form`, `delivery`: as typed. `fields` carry the values that count now."""

    id: UUID
    version: int
    state: str
    matter: str
    title: str
    plan: str
    region: str | None
    case_no: str | None
    answers: dict[str, Any]
    form: dict[str, Any]
    delivery: dict[str, Any]
    commitments: dict[str, Any]
    prefilled: dict[str, PrefilledOut]
    questions: list[QuestionOut]
    exits: list[ExitOut]
    items: list[ItemOut]
    fields: list[FieldOut]
    materials: list[MaterialOut]
    consents: list[ConsentOut]
    lookups: list[LookupOut]
    delivery_modes: list[str]
    problems: list[ProblemOut]
    conflicts: list[ConflictOut]
    can_submit: bool
    created_at: datetime
    updated_at: datetime
    changed: ChangedOut | None = None
    commitment_offers: list[OfferOut] = field(default_factory=list)
    signature: SignatureOut | None = None
    signers: list[SignersOut] = field(default_factory=list[SignersOut])
    moved: MovedOut | None = None
    kept_aside: list[KeptOut] = field(default_factory=list)
    retired: RetiredOut | None = None
    requires: list[RequirementOut] = field(default_factory=list[RequirementOut])
    after_case: str | None = None


async def application_view(
    act: Act,
    application_id: UUID,
    *,
    language: Language = "zh",
    changed: Differences | None = None,
    shown_plan: str | None = None,
) -> ApplicationView:
    """`shown_plan`: as a page has shown it that had this plan. Raises Unknown (404)."""
    await demand_application(act, application_id, action="application.read")
    become_engine(act.connection)
    seen = await look_at(act, await read_draft_as_shown(act, application_id, shown=shown_plan))
    if act.actor.agency is not None:
        owner = seen.row.owner
        await record_access(act, "draft_opened", person_id=owner, application=application_id)
    if await take_late_answers(act, seen):
        seen = await look_at(act, await read_draft_in_force(act, application_id))
    story = await story_of(act, seen, language=language)
    return view_of(seen, story, language=language, changed=changed)


def view_of(
    seen: Look, story: Story, *, language: Language, changed: Differences | None = None
) -> ApplicationView:
    row, plan, draft = seen.row, seen.plan, seen.draft
    papers = {each.key: each.title for each in draft.materials}
    promised = spared_materials(plan, draft, seen.offers)
    return ApplicationView(
        id=row.id,
        version=row.version,
        state=row.state,
        matter=row.matter,
        title=plan.title.in_language(language),
        plan=row.plan,
        region=row.region,
        case_no=row.case_no,
        answers=row.content.answers,
        form=row.content.form,
        delivery=row.content.delivery,
        commitments=row.content.commitments,
        prefilled=_prefilled(seen, language=language),
        questions=[question_out(each, language=language) for each in draft.questions],
        exits=[exit_out(each, language=language) for each in draft.exits],
        items=[item_out(each, language=language) for each in draft.items],
        fields=[field_out(each, language=language) for each in draft.fields],
        materials=[
            material_out(each, is_promised=each.key in promised, language=language)
            for each in draft.materials
        ],
        consents=[consent_out(each, seen, language=language) for each in draft.consents],
        lookups=_lookups(seen, language=language),
        delivery_modes=list(plan.form.delivery.modes) if plan.form.delivery else [],
        problems=[
            ProblemOut(each.pointer, each.code, each.text.in_language(language)) for each in seen.problems
        ],
        conflicts=[ConflictOut(each.item_key, each.case_no) for each in seen.conflicts],
        can_submit=seen.can_submit,
        created_at=row.created_at,
        updated_at=row.updated_at,
        changed=_changed(changed) if changed else None,
        commitment_offers=[offer_out(each, papers, language=language) for each in seen.offers],
        signature=_signature(seen, language=language),
        requires=[requirement_out(each, language=language) for each in seen.requirements],
        after_case=row.after_case,
        signers=signers_out(seen, language=language),
        moved=moved_out(seen, story, language=language),
        kept_aside=kept_out(story, language=language),
        retired=retired_out(seen, language=language),
    )


def _signature(seen: Look, *, language: Language) -> SignatureOut | None:
    if seen.statement is None:
        return None
    state = seen.statement.signature.standing
    words = state_words("signature", state, language=language)
    return SignatureOut(seen.statement.required, state, words)


def source_title(form: FormPlan, source: str, *, language: Language) -> str:
    if source.startswith(SOURCE):
        number = source.removeprefix(SOURCE)
        return Text(f"来自您的办件 {number}", f"From your case {number}").in_language(language)
    found = next((each.title for each in form.lookups if each.code == source), None)
    words = found or (_DERIVED if source == "derived" else _SIGN_IN)
    return words.in_language(language)


def _prefilled(seen: Look, *, language: Language) -> dict[str, PrefilledOut]:
    asked = {each.key for each in seen.draft.fields}
    return {
        key: PrefilledOut(
            value=each.value,
            source=each.source,
            source_title=source_title(seen.plan.form, each.source, language=language),
            at=each.at,
            locked=each.locked,
        )
        for key, each in seen.row.content.prefilled.items()
        if key in asked
    }


def _lookups(seen: Look, *, language: Language) -> list[LookupOut]:
    """Of each look-up that belongs to the answers, how it stands."""
    content = seen.row.content
    titles: Mapping[str, str] = {
        each.code: each.title.in_language(language) for each in seen.plan.form.lookups
    }
    states = {key: "found" if found else "not_found" for key, found in content.found.items()}
    states |= dict.fromkeys(content.unanswered, "unanswered")
    states |= {each.key: states.get(each.key, "waiting") for each in seen.draft.lookups_due}
    states |= dict.fromkeys(seen.draft.lookups_to_sign_in_for, "sign_in")
    return [
        LookupOut(key, titles[key.partition(".")[0]], state, state_words("lookup", state, language=language))
        for key, state in states.items()
        if key.partition(".")[0] in titles
    ]


def _changed(found: Differences) -> ChangedOut:
    return ChangedOut(
        items_added=list(found.items_added),
        items_removed=list(found.items_removed),
        fields_added=list(found.fields_added),
        fields_removed=list(found.fields_removed),
        materials_added=list(found.materials_added),
        materials_removed=list(found.materials_removed),
    )
