"""Papers of a case: drawn, kept encrypted, issued once."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from documents.press import PressedPaper
from documents.refusals import PaperUnavailable
from documents.render import check_paper
from engine.change import change_case
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.plan import PaperPlan, Reason, RemedyPlan, ResultPlan
from matter_definitions.state import Mark
from tests.engine_room import LIBRARY, OFFICER, Room, both, item, plan_of, step

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
