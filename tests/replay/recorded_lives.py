"""What may happen in the life of a case, each recorded once: `python -m tests.replay.recorded_lives`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import ConfirmStep, DecideStep, RecordOutcome
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.hearing_others import AskHearing, HoldHearing, RecordHearing
from matter_definitions.acts.pausing import AskExtension, DecideExtension, Resume, Suspend
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.acts.telling import Archive, RecordDelivery, RecordTold
from matter_definitions.acts.undoing import Reopen, Revoke
from matter_definitions.advance import ItemOpening
from matter_definitions.check import check_library
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library, load_library
from matter_definitions.plan import Plan
from matter_definitions.state import Mark
from tests.replay.recorded_cases import Script, record

DEFINITIONS = Path(__file__).parents[1] / "definitions"
YUHANG, XIHU = "330110000000", "330106000000"
PERMIT, TAX = "shop-permit", "shop-tax"
STARTED: Final = "2026-03-02T10:00:00+08:00"
HEARD_AT = datetime.fromisoformat("2026-03-17T10:00:00+08:00")
PLEDGED: Mapping[str, tuple[str, ...]] = {PERMIT: ("lease_later",)}


def on(day: str, *acts: Act | None) -> Script:
    """`day` as `03-05`, at ten in the morning; without acts only the deadlines run."""
    return [(f"2026-{day}T10:00:00+08:00", act) for act in acts or (None,)]


def done(step: str, *, item: str = PERMIT) -> RecordOutcome:
    return RecordOutcome(item, step, 1, "done")


ACCEPTED: Script = on(
    "03-03", DecideReceipt(PERMIT, "accept"), done("application_fee"), done("inspection_fee")
)
GRANTED: Script = [*ACCEPTED, *on("03-05", DecideStep(PERMIT, "decide_first", "grant"), done("paper"))]
REVOKED = Revoke(PERMIT, "revoked", "reason-1", "law-1")


def of_a_shop(*, commitments: Mapping[str, tuple[str, ...]] | None = None) -> list[ItemOpening]:
    """The permit, and the note of the taxes that waits for it."""
    signed = commitments or {}
    return [
        ItemOpening(PERMIT, PERMIT, 1, YUHANG, f"health@{YUHANG}", commitments=signed.get(PERMIT, ())),
        ItemOpening(TAX, TAX, 2, YUHANG, f"tax@{YUHANG}"),
    ]


def of_a_shop_alone() -> list[ItemOpening]:
    return of_a_shop()[:1]


def of_a_move() -> list[ItemOpening]:
    """The place that is joined permits; the place that is left lets go."""
    return [
        ItemOpening("move-permit", "move-permit", 1, YUHANG, f"police@{YUHANG}"),
        ItemOpening("move-out", "move-out", 2, XIHU, f"police@{XIHU}"),
        ItemOpening("move-settle", "move-settle", 3, YUHANG, f"police@{YUHANG}"),
    ]


def of_a_birth() -> list[ItemOpening]:
    return [
        ItemOpening("birth-certificate.1", "birth-certificate", 1, XIHU, f"health@{XIHU}", 1),
        ItemOpening("birth-registration.1", "birth-registration", 2, YUHANG, f"police@{YUHANG}", 1),
    ]


def _record_the_shop(plan: Plan) -> None:
    record(
        "life-suspended-resumed-extended",
        plan,
        of_a_shop(),
        STARTED,
        [
            *ACCEPTED,
            *on("03-05", Suspend(PERMIT, "force_majeure", "reason-1", stands=True)),
            *on("03-12", Resume(PERMIT)),
            *on("03-16", AskExtension(PERMIT, "reason-2")),
            *on("03-17", DecideExtension(PERMIT, granted=True)),
            *on("03-27", DecideStep(PERMIT, "decide_first", "grant"), done("paper")),
        ],
    )
    record(
        "life-late-supply-missed",
        plan,
        of_a_shop(commitments=PLEDGED),
        STARTED,
        [
            *ACCEPTED,
            *on("03-05", DecideStep(PERMIT, "decide_first", "grant_with_late_supply")),
            *on("03-31"),
        ],
    )
    record(
        "life-revoked",
        plan,
        of_a_shop_alone(),
        STARTED,
        [
            *GRANTED,
            *on("04-01", GivePriorNotice(PERMIT, "reason-1")),
            *on("04-02", RecordTold("letter", "proof-1", notice=1)),
            *on("04-20", REVOKED),
        ],
    )
    record(
        "life-reopened",
        plan,
        of_a_shop(),
        STARTED,
        [
            *ACCEPTED,
            *on("03-05", DecideStep(PERMIT, "decide_first", "deny", "reason-1")),
            *on("04-15", Reopen(PERMIT, "decision-1")),
            *on("04-16", DecideStep(PERMIT, "decide_first", "grant"), done("paper")),
            *on("04-17", DecideReceipt(TAX, "accept"), DecideStep(TAX, "decide", "grant")),
        ],
    )
    record(
        "life-hearing",
        plan,
        of_a_shop_alone(),
        STARTED,
        [
            *ACCEPTED,
            *on("03-04", AskHearing(PERMIT, "neighbours")),
            *on("03-05", HoldHearing(PERMIT, "neighbours", HEARD_AT)),
            *on("03-18", RecordHearing(PERMIT, "neighbours", "record-1")),
            *on("03-19", DecideStep(PERMIT, "decide_first", "grant"), done("paper")),
        ],
        answers={"contested": True},
    )
    record(
        "life-archived",
        plan,
        of_a_shop_alone(),
        STARTED,
        [
            *GRANTED,
            *on("03-06", RecordDelivery(PERMIT, "counter", signed=True)),
            *on("03-31"),
            *on("04-01", Archive("manifest-1")),
        ],
    )


def _record_the_move(plan: Plan) -> None:
    record(
        "move-refused-by-the-place-that-is-left",
        plan,
        of_a_move(),
        STARTED,
        [
            *on("03-03", *(DecideReceipt(each.key, "accept") for each in of_a_move())),
            *on(
                "03-04",
                DecideStep("move-permit", "decide", "pass"),
                done("permit", item="move-permit"),
                done("paper", item="move-permit"),
            ),
            *on("03-06", DecideStep("move-out", "decide", "deny", "reason-1")),
            *on("03-09", done("cancel", item="move-permit")),
        ],
    )


def _record_the_birth(plan: Plan) -> None:
    certificate, registration = (each.key for each in of_a_birth())
    pages = (Mark("material:household_pages", "text-1"),)
    record(
        "newborn-confirmed-and-told",
        plan,
        of_a_birth(),
        STARTED,
        [
            *on("03-03", DecideReceipt(certificate, "accept"), DecideReceipt(registration, "correct", pages)),
            *on("03-04", RecordTold("electronic", "proof-1", notice=1)),
            *on("03-04", done("identity", item=certificate), DecideStep(certificate, "review", "pass")),
            *on("03-06", ConfirmStep(certificate, "number"), done("number", item=certificate)),
            *on("03-06", done("paper", item=certificate), AnswerNotice(("material:household_pages",))),
            *on("03-09", DecideReceipt(registration, "accept"), DecideStep(registration, "decide", "grant")),
            *on("03-09", done("paper", item=registration)),
            *on("04-01"),
        ],
    )


def _record_all() -> None:
    shop = check_library(load_library(DEFINITIONS / "life_of_a_case")).plans["life-of-a-case"]
    move = check_library(load_library(DEFINITIONS / "two_places")).plans["two-places"]
    birth = compile_matter(built_in_library(), "newborn").plan
    assert birth is not None
    _record_the_shop(shop)
    _record_the_move(move)
    _record_the_birth(birth)


if __name__ == "__main__":
    _record_all()
