"""The owner submits her draft: it becomes a case with one number, and every department's task stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.actor import level_of
from access.policy import demand_level
from casework.acting import told, who_of
from casework.commitments import promised_materials, signed_codes, signed_rows
from casework.consent_to_service import NOTHING_SAID, ServiceAnswer, take_service_answer
from casework.draft_changes import changes_since
from casework.draft_look import UNDER_WAY, Look, look_at, reading_around
from casework.draft_row import DraftRow, known_by_sign_in
from casework.finding import demand_application
from casework.fresh_lookups import grown_old
from casework.places import places_of_others, receive_region_of
from casework.plans_of_draft import take_as_told
from casework.save_application import open_draft
from casework.signing.submitting import signatures_of
from casework.words import Language, standing_words
from clocks.calendar import local_date
from database.connection import Statement
from database.queries.effect_rows import forgetting_errands
from database.queries.person_rows import keep_language, reading_person
from database.session import READING_LEGAL_NOW
from engine.calendars import READING_CALENDAR_VERSION
from engine.case_change import CaseChange
from engine.claims import TakenAlready
from engine.new_case import Material, NewCase, open_new_case
from forms.draft import submission_of
from forms.form_plan import Text
from forms.switching import ItemOn
from forms.values.case_number import make_case_number, make_sub_case_number
from matter_definitions.advance import ItemOpening
from matter_definitions.steps_of_others import Place
from refusals import FieldError, Malformed, NotNow, NotYours
from secrecy.passwords import hash_password, new_password

_SERIAL = text("SELECT nextval('case_serial')")
_SUBMITTED = text("""
    UPDATE application SET state = 'submitted', plan = :plan, case_id = :case_id, version = version + 1,
        updated_at = :now
    WHERE id = :id
""")


class NotComplete(Malformed):
    type = "not-complete"
    title = Text(
        zh="申请还不能提交，请按提示补全", en="This cannot be submitted yet; please see what is missing"
    )


class DraftHasMoved(NotNow):
    type = "matter-changed"
    title = Text(
        zh="该事项的办理要求已更新，请看过变化后再提交",
        en="What this matter asks for has changed; please look at the changes and submit again",
    )


@dataclass(frozen=True, slots=True)
class SubmittedItem:
    key: str
    number: str
    code: str
    title: str
    department: str
    region: str
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """`password` is shown this once; only its hash is kept. `promised_at` is worded "if all is in order"
    until the acceptance notice makes it a promise."""

    case_no: str
    password: str
    promised_at: datetime | None
    expected_at: datetime | None
    items: list[SubmittedItem]


async def submit_application(
    act: Act,
    application_id: UUID,
    *,
    counter: str | None = None,
    if_version: int | None = None,
    language: Language = "zh",
    service: ServiceAnswer = NOTHING_SAID,
    shown_plan: str | None = None,
) -> ApplicationSubmitted:
    """One transaction. `counter`: the place whose counter receives for the places that handle (跨域通办).
    `service`: what the owner says about being told electronically; nobody says it for her. `shown_plan`: the
    plan that she was shown last.

    Raises Unknown (404), NotYours (403), NotADraft (409), Stale (412), TakenAlready (409), DraftHasMoved
    (409: something has changed for her that she was not shown) and NotComplete (422) with all problems at
    once."""
    await demand_application(act, application_id, action="application.submit")
    act.connection.ask_along(*reading_around(application_id), *_reading_person(act.actor.person_id))
    row = await open_draft(act, application_id, if_version=if_version)
    plan = await act.engine.plans.get(act.connection, row.plan)
    demand_level(act.actor, level_of(plan.assurance))
    # What a weaker login has typed of her own name and number gives way to what this one proves.
    row.content.prefilled |= await known_by_sign_in(act, plan, at=row.now)
    seen = await look_at(act, row)
    _check(seen)
    take_as_told(row, shown=shown_plan)
    if row.content.told_plan:
        _demand_told(await changes_since(act, seen, row.content.told_plan))
    await _take_service_answer(act, row, service)
    password = new_password()
    act.connection.ask_along(*_reading_person(row.owner))  # after what she has just said of herself
    new = await _new_case(act, seen, counter=counter, password_hash=hash_password(act.engine.keys, password))
    change = await open_new_case(act.engine, act.connection, new, by=who_of(act.actor))
    act.connection.send_with_next(
        _SUBMITTED, {"id": row.id, "plan": row.plan, "case_id": change.id, "now": row.now}
    )
    # What departments answered is in the case now; a late answer would change nothing any more.
    act.connection.send_with_next(*forgetting_errands([f"application/{row.id}"]))
    if act.actor.agency is None:  # an agent's language is not the principal's
        await keep_language(act.connection, act.engine.keys, person=row.owner, language=language)
    told(act, change)
    return _submitted(change, seen, password=password, language=language)


def _reading_person(person: UUID | None) -> list[Statement]:
    return [reading_person(person)] if person else []


async def _take_service_answer(act: Act, row: DraftRow, answer: ServiceAnswer) -> None:
    """Before the case is opened, so that it holds for the first notice."""
    if answer == NOTHING_SAID:
        return
    if act.actor.himself.person_id != row.owner:
        raise NotYours
    await take_service_answer(act, row.owner, answer, now=row.now)


def _demand_told(changes: Sequence[Text]) -> None:
    """What does not concern her need not be told."""
    if changes:
        raise DraftHasMoved(
            errors=[FieldError("/plan", each.zh, each.en) for each in changes], allowed=["read", "change"]
        )


def _check(seen: Look) -> None:
    if seen.can_submit:
        _demand_fresh(seen)
        return
    if all(each.code == UNDER_WAY for each in seen.problems):
        first = seen.problems[0]
        raise TakenAlready(
            first.text,
            errors=[FieldError(each.pointer, each.zh, each.en) for each in seen.problems],
            allowed=[f"/cases/{each.case_no}" for each in seen.conflicts if each.case_no],
        )
    raise NotComplete(errors=[FieldError(each.pointer, each.zh, each.en) for each in seen.problems])


def _demand_fresh(seen: Look) -> None:
    """Nothing is handed in that a department said too long ago: saving asks it again."""
    old = grown_old(seen.row.content, seen.plan.form, now=seen.row.now)
    stale = {each.code: each.title for each in seen.draft.lookups_due if each.key in old}
    if stale:
        raise NotComplete(
            errors=[
                FieldError(
                    f"/lookups/{code}",
                    f"“{title.zh}”的查询结果已超过有效时间，请保存一次，系统会重新查询",
                    f"What “{title.en}” has found is too old; please save once more, and it is asked again",
                )
                for code, title in stale.items()
            ]
        )


async def _new_case(act: Act, seen: Look, *, counter: str | None, password_hash: str) -> NewCase:
    row, submission = seen.row, submission_of(seen.draft)
    places = await places_of_others(act.connection, seen, submission.items, counter=counter)
    openings = _openings(seen, submission.items, places, counter=counter)
    region = row.region or _lead_region(seen, openings)
    act.connection.ask_along(READING_CALENDAR_VERSION, READING_LEGAL_NOW)
    serial = (await act.connection.execute(_SERIAL)).scalar_one()
    return NewCase(
        case_no=make_case_number(region=region, day=local_date(row.now), serial=serial % 10**8),
        plan=row.plan,
        region=region,
        applicant=row.owner,
        parties=_parties(seen, row),
        openings=openings,
        form={
            "answers": submission.answers,
            "values": {k: v for k, v in submission.values.items() if not k.startswith("delivery.mode")},
            "delivery": {"mode": row.content.mode} if row.content.mode else {},
            "locked": {
                each.key: each.source for each in seen.draft.fields if each.locked and each.value is not None
            },
        },
        password_hash=password_hash,
        application=row.id,
        materials=_materials(seen),
        unique=seen.unique,
        commitments=signed_rows(seen.offers, plan_name=row.plan),
        signatures=await signatures_of(act, seen),
    )


def _openings(
    seen: Look, items: tuple[ItemOn, ...], places: Mapping[str, dict[str, Place]], *, counter: str | None
) -> list[ItemOpening]:
    openings: list[ItemOpening] = []
    for number, item in enumerate(items, start=1):
        department = seen.responsibility.find_department(item.code, item.region or "")
        assert item.region is not None, "a draft with an unknown place is not submitted"
        assert department is not None, "a draft that nobody is responsible for is not submitted"
        openings.append(
            ItemOpening(
                key=item.key,
                code=item.code,
                number=number,
                region=item.region,
                department=department,
                instance=item.instance[1] if item.instance else None,
                receive_region=receive_region_of(item, counter),
                places=places[item.key],
                commitments=signed_codes(seen.offers, item),
            )
        )
    return openings


def _lead_region(seen: Look, openings: list[ItemOpening]) -> str:
    """Where the leading department's first item is done; the case counts there."""
    kinds = {item.code: item.department_kind for item in seen.plan.items}
    lead = [each for each in openings if kinds[each.code] == seen.plan.lead_department_kind]
    return (lead or openings)[0].region


def _parties(seen: Look, row: DraftRow) -> tuple[UUID, ...]:
    """The applicant, and everybody who has agreed and so has a part in it."""
    given = {each.code for each in seen.draft.consents if each.state == "given"}
    agreed = [
        consent.person_id for code, consent in seen.consents.items() if consent.person_id and code in given
    ]
    people = [row.owner, *([row.on_behalf_of] if row.on_behalf_of else []), *agreed]
    return tuple(dict.fromkeys(people))


def _materials(seen: Look) -> list[Material]:
    """Uploads, what a look-up has found in place of an upload, and what is promised."""
    found: list[Material] = []
    for each in seen.draft.materials:
        lookup = next((one.lookup for one in each.replaced_by if one.found), None)
        if each.key in seen.files:
            found.append(Material(material=each.key, source="upload", file_id=seen.files[each.key]))
        elif lookup is not None:
            found.append(Material(material=each.key, source="certificate", reference=lookup))
    there = frozenset(each.material for each in found)
    return [*found, *promised_materials(seen.offers, present=there)]


def _submitted(change: CaseChange, seen: Look, *, password: str, language: Language) -> ApplicationSubmitted:
    plans: Mapping[str, Any] = {item.code: item for item in seen.plan.items}
    items = [
        SubmittedItem(
            key=item.key,
            number=make_sub_case_number(change.case_no, sub=item.number),
            code=item.code,
            title=plans[item.code].title.in_language(language),
            department=item.department,
            region=item.region,
            state=item.standing,
            state_words=standing_words(item, language=language),
        )
        for item in change.state.items.values()
    ]
    return ApplicationSubmitted(
        case_no=change.case_no,
        password=password,
        promised_at=change.state.promised_at or change.state.expected_at,
        expected_at=change.state.expected_at,
        items=items,
    )
