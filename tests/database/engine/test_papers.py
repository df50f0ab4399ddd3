"""Papers of a case: drawn, kept encrypted, issued once."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from clocks.clock import Limit
from database.session import ENGINE, transaction
from documents.definition import PaperData
from documents.papers import PAPERS as KNOWN_PAPERS
from documents.press import PressedPaper
from documents.refusals import PaperUnavailable
from documents.render import check_paper
from engine.change import change_case
from engine.new_case import open_new_case
from forms.form_plan import Text
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import PaperPlan, Reason, RemedyPlan, ResultPlan
from matter_definitions.state import Mark
from tests.engine_room import LIBRARY, OFFICER, Room, both, item, plan_of, step
from tests.unit.files.upload_examples import pdf

DAYS = Limit(5, "working_day")
PAPERS = tuple(
    PaperPlan(event, template, both(template))
    for event, template in (
        ("SUBMITTED_BY_APPLICANT", "submission_receipt"),
        ("ALL_FORMS_REVIEWED", "acceptance_notice"),
        ("CORRECTION_NOTICE_SENT", "correction_notice"),
        ("CASE_COMPLETED", "completion_notice"),
    )
)
CARD = item(
    "card",
    step("review", "approval", decides=True),
    step("paper", "issue_result", "review", result="card"),
    acceptance="officer",
)
RESULT = ResultPlan(
    "card", both("library card"), "generic_result", number_key="card.number", shows=("card.fee",)
)


async def play(room: Room) -> None:
    """A correction, its answer, the grant, and all papers on the way."""
    plan = replace(plan_of(replace(CARD, results=(RESULT,))), papers=PAPERS)
    case = await room.submit(plan, fee=500, number="A-17")
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        why = change.add_text("mark", "please write it legibly")
        change.apply(DecideReceipt("card", "correct", marks=(Mark("field:card.number", str(why)),)))
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(AnswerNotice(("field:card.number",)))
        change.apply(DecideReceipt("card", "accept"))
    await room.decide(case, "review", "grant")
    await room.look_until_done(case)
    assert await room.standing(case) == "completed"


@pytest.mark.needs_pdf
async def test_every_paper_of_a_case_is_drawn_once_and_kept_encrypted(room: Room) -> None:
    await play(room)
    papers = await room.rows(
        "SELECT template, kind, number, ciphertext, holder_masked FROM document ORDER BY template"
    )
    assert [each["template"] for each in papers] == [
        "acceptance_notice",
        "completion_notice",
        "correction_notice",
        "generic_result",
        "submission_receipt",
    ]
    assert all(b"%PDF" not in each["ciphertext"] for each in papers)
    result = papers[3]
    assert (result["kind"], result["number"], result["holder_masked"]) == ("result", "A-17", "李*雨")
    issued = await room.rows("SELECT count(*) AS n FROM case_event WHERE kind = 'DOCUMENT_ISSUED'")
    assert issued[0]["n"] == 5


@pytest.mark.needs_pdf
async def test_a_paper_is_drawn_from_the_published_text_and_names_its_version(room: Room) -> None:
    published_text = text("""
        INSERT INTO paper_template (template, version, source, variables, title_zh, title_en, state, sha256,
            created_at, published_at)
        VALUES ('submission_receipt', 4, :source, '[]', 'x', 'x', 'published', '', now(), now())
    """)
    source = '{% extends "layout.html" %}{% block body %}<p>{{ matter }}</p>{% endblock %}'
    await room.as_owner(published_text, source=source)
    plan = replace(plan_of(item("card", step("review", "approval"))), papers=PAPERS[:1])
    case = await room.submit(plan)
    await room.look_until_done(case)
    (paper,) = await room.rows("SELECT template_version, archive_code FROM document")
    assert paper == {"template_version": 4, "archive_code": "B1"}


@pytest.mark.parametrize(("named", "printed"), [("Receipt of submission", "x"), ("Our own", "Our own")])
async def test_an_edited_title_takes_the_place_of_the_usual_one_and_not_of_a_matters_own(
    room: Room, monkeypatch: pytest.MonkeyPatch, named: str, printed: str
) -> None:
    async def draw(*_: object, **__: object) -> PressedPaper:
        return PressedPaper(b"%PDF-1.7", "00", 4)

    monkeypatch.setattr(room.outside.press, "press", draw)
    await room.as_owner(
        text("""
            INSERT INTO paper_template (template, version, source, variables, title_zh, title_en, state,
                sha256, created_at, published_at)
            VALUES ('submission_receipt', 4, '', '[]', 'x', 'x', 'published', '', now(), now())
        """)
    )
    usual = KNOWN_PAPERS["submission_receipt"].title
    title = usual if named == usual.en else both(named)
    receipt = replace(PAPERS[0], title=title, sealed=False)
    case = await room.submit(replace(plan_of(item("card", step("review", "approval"))), papers=(receipt,)))
    await room.look_until_done(case)
    assert await room.rows("SELECT title_en FROM document") == [{"title_en": printed}]


async def test_what_a_counter_takes_in_and_what_is_promised_is_written_down(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two promises each is written as it was signed."""
    written: list[tuple[str, object]] = []

    async def draw(template: str, data: PaperData, **_: object) -> PressedPaper:
        check_paper(template, data)
        statement = data.variables.get("statement")
        written.append((template, statement.en if isinstance(statement, Text) else None))
        return PressedPaper(pdf(), "00", 1)

    monkeypatch.setattr(room.outside.press, "press", draw)
    papers = (
        PaperPlan("PRECHECK_OPENED", "receipt_notice", both("in"), scope="item"),
        PaperPlan(
            "COMMITMENT_MADE_BY_APPLICANT",
            "approval_commitment",
            both("promise"),
            scope="item",
            only=("card/commitment_lease", "card/commitment_plan"),
        ),
    )
    promises = tuple(
        CommitmentPlan(code, "replaces_proof", both(code), both(code), (), DAYS, both("or else"), DAYS)
        for code in ("lease", "plan", "later")
    )
    card = replace(CARD, steps=CARD.steps[:1], commitments=promises, precheck=DAYS)
    plan = replace(plan_of(card), papers=papers, format=2)
    new = room.new_case(plan, await room.publish(plan))
    openings = [replace(each, commitments=("lease", "plan", "later")) for each in new.openings]
    async with transaction(room.context.database, ENGINE) as connection:
        case = await open_new_case(room.context, connection, replace(new, openings=openings), by=OFFICER)
    await room.look_until_done(case)
    assert sorted(written, key=str) == [
        ("approval_commitment", "lease"),
        ("approval_commitment", "plan"),
        ("receipt_notice", None),
    ]
    assert {each["state"] for each in await room.rows("SELECT state FROM document")} == {"valid"}


ABOUT_AN_ITEM = (
    ("ITEM_REFUSED_AT_RECEIPT", "refusal_at_receipt", DecideReceipt("card", "refuse", reason="age")),
    ("ITEM_DENIED", "denial_notice", DecideStep("card", "review", "deny", reason="age")),
    ("ITEM_GRANTED", "granted_notice", DecideStep("card", "review", "grant")),
    ("ITEM_GRANTED", "approval_sheet", DecideStep("card", "review", "grant")),
    ("ITEM_ACCEPTED", "materials_receipt", DecideReceipt("card", "accept")),
    ("ITEM_WITHDRAWN_BY_APPLICANT", "withdrawal_receipt", Withdraw(("card",))),
)


@pytest.mark.needs_pdf
@pytest.mark.parametrize(("event", "template", "act"), ABOUT_AN_ITEM)
async def test_a_paper_about_an_item_is_drawn_from_what_happened_to_it(
    room: Room, event: str, template: str, act: Any
) -> None:
    remedy = RemedyPlan("330100000000", both("the city"), both("the court"))
    paper = PaperPlan(event, template, both(template), scope="item")
    card = replace(CARD, steps=CARD.steps[:1], refusal_reasons=(Reason("age", both("too young")),))
    plan = replace(plan_of(card), papers=(paper,), remedies=(remedy,))
    case = await room.submit(plan)
    await room.look_until_done(case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        if isinstance(act, DecideStep):
            change.apply(DecideReceipt("card", "accept"))
        change.apply(act)
    await room.look_until_done(case)
    (row,) = await room.rows("SELECT template, state, number, issuer FROM document")
    assert row == {
        "template": template,
        "state": "valid",
        "number": f"{case.case_no}-01",
        "issuer": LIBRARY,
    }


async def test_without_a_press_the_case_goes_on_and_a_supervisor_is_told(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_press(template: str, data: object, **_: object) -> PressedPaper:
        check_paper(template, data)  # type: ignore[arg-type]
        raise PaperUnavailable("pango")

    monkeypatch.setattr(room.outside.press, "press", no_press)
    await play(room)
    incidents = await room.rows("SELECT DISTINCT reason FROM incident")
    assert incidents == [{"reason": "paper_unavailable"}]
