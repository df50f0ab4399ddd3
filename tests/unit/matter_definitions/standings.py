"""Brings a case of one item that offers everything into each of its standings, by acts alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import RecordHeard, SupplyLate
from matter_definitions.acts.deciding import DecideStep, EndBranch, RecordOutcome, RedoStep
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.pausing import (
    AnswerForward,
    AskExtension,
    BeginSpecial,
    DecideExtension,
    EndSpecial,
    Forward,
    RejectSuspension,
    Resume,
    Suspend,
)
from matter_definitions.acts.receiving import (
    AnswerNotice,
    CorrectLate,
    DecidePrecheck,
    DecideReceipt,
    Resubmit,
)
from matter_definitions.acts.telling import RecordDelivery, RecordTold
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, Revoke, TakeBack, Withdraw
from matter_definitions.advance import ActorRef, ItemOpening, Situation, move, open_case, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.offers import CommitmentPlan
from matter_definitions.plan import Plan
from matter_definitions.rows import ActWord
from matter_definitions.state import ItemStanding, ItemState, Mark, to_document
from tests.unit.matter_definitions.plans import WORDS, everything, item, plan, step

CALENDAR = load_published()
START = datetime.fromisoformat("2026-03-05T10:00:00+08:00")  # a Thursday
MARKS = (Mark("field:x", "text-1"),)
OFFICER, OTHER, CHIEF = (
    ActorRef("officer", name, rank=rank) for name, rank in (("o", 1), ("p", 1), ("u", 2))
)
LATE = CommitmentPlan(
    "lease", "late_supply", WORDS, WORDS, ("material:lease",), Limit(5, "working_day"), WORDS
)


class Played:
    """One case; every act by whoever is named, None for an imaginary person."""

    def __init__(self, definition: Plan, *, commitments: tuple[str, ...] = ()) -> None:
        self.plan, self.now = definition, START
        openings = [
            ItemOpening(each.code, each.code, n, "330110000000", "library@x", commitments=commitments)
            for n, each in enumerate(definition.items, start=1)
        ]
        self.all = Consequences()
        self.state, out = open_case(definition, openings, self.situation())
        self.all.add(out)

    def situation(self, by: ActorRef | None = None) -> Situation:
        return Situation(self.now, CALENDAR, actor=by)

    def at(self, text: str) -> "Played":
        self.now = datetime.fromisoformat(text + "+08:00")
        self.state, out = run_due(self.plan, self.state, self.situation())
        self.all.add(out)
        return self

    def do(self, *given: Act, by: ActorRef | None = None) -> Consequences:
        out = Consequences()
        for act in given:
            before = to_document(self.state)
            moved, more = move(self.plan, self.state, act, self.situation(by))
            assert to_document(self.state) == before, "the state given in is never changed"
            self.state = moved
            out.add(more)
        self.all.add(out)
        return out

    def kinds(self) -> list[str]:
        return [each.kind for each in self.all.events]

    @property
    def item(self) -> ItemState:
        return self.state.items["a"]


def whole() -> Plan:
    return plan(everything())


def after_precheck() -> Plan:
    return plan(everything(precheck=None))


PASS = DecidePrecheck("a", "pass")
ACCEPT = DecideReceipt("a", "accept")
FIRST, CHIEFS = DecideStep("a", "first", "pass"), DecideStep("a", "chief", "grant")
ISSUED = RecordOutcome("a", "paper", 1, "done")
HEARD: tuple[Act, ...] = (GivePriorNotice("a", "reason"), RecordHeard("a", None, "text-1"))
_ACCEPTED: tuple[Act, ...] = (PASS, ACCEPT)
WAYS: Mapping[ItemStanding, tuple[Act, ...]] = {
    "prechecking": (),
    "returned": (DecidePrecheck("a", "return", MARKS, "reason"),),
    "received": (PASS,),
    "correcting": (PASS, DecideReceipt("a", "correct", MARKS)),
    "refused": (PASS, DecideReceipt("a", "refuse", reason="reason")),
    "not_applicable": (PASS, DecideReceipt("a", "not_applicable", reason="reason")),
    "accepted": _ACCEPTED,
    "correcting_late": (*_ACCEPTED, CorrectLate("a", "first", MARKS)),
    "special_procedure": (*_ACCEPTED, BeginSpecial("a", "testing", 10)),
    "suspended": (*_ACCEPTED, Suspend("a", "force_majeure", "reason", stands=True)),
    "forwarded": (*_ACCEPTED, Forward("a", "reason")),
    "denied": (*_ACCEPTED, DecideStep("a", "first", "deny", "reason")),
    "granted": (*_ACCEPTED, FIRST, CHIEFS),
    "withdrawn": (Withdraw(),),
    "ended": (EndBranch("a", "reason"),),
    "void": (AskVoid("a", "entry_error", "reason"), DecideVoid("a", granted=True)),
    "revoked": (*_ACCEPTED, FIRST, CHIEFS, ISSUED, *HEARD, Revoke("a", "revoked", "reason")),
}


def stand(standing: ItemStanding) -> Played:
    """A case whose item `a` stands so."""
    if standing == "lapsed":
        return stand("correcting").at("2026-04-30T10:00:00")
    if standing == "not_pursued":
        return _not_pursued()
    if standing == "granted_with_late_supply":
        case = Played(plan(everything(commitments=(LATE,))), commitments=("lease",))
        case.do(*_ACCEPTED, FIRST, DecideStep("a", "chief", "grant_with_late_supply"))
        return case
    case = Played(whole())
    case.do(*WAYS[standing])
    return case


def _not_pursued() -> Played:
    before = item("b", step("call"), acceptance="rule")
    case = Played(plan(before, everything(after=(("b",),))))
    case.do(RecordOutcome("b", "call", 1, "refused"))
    return case


_PLAIN: Mapping[ActWord, Act] = {
    "precheck_pass": PASS,
    "return": DecidePrecheck("a", "return", MARKS, "reason"),
    "resubmit": Resubmit("a", ("field:x",)),
    "correct": DecideReceipt("a", "correct", MARKS),
    "supply": AnswerNotice(("field:x",)),
    "not_applicable": DecideReceipt("a", "not_applicable", reason="reason"),
    "refuse": DecideReceipt("a", "refuse", reason="reason"),
    "accept": ACCEPT,
    "pass": FIRST,
    "deny": DecideStep("a", "first", "deny", "reason"),
    "correct_after": CorrectLate("a", "first", MARKS),
    "special_procedure": BeginSpecial("a", "testing", 10),
    "special_result": EndSpecial("a"),
    "suspend": Suspend("a", "force_majeure", "reason", stands=True),
    "resume": Resume("a"),
    "reject_suspension": RejectSuspension("a", "reason"),
    "forward": Forward("a", "reason"),
    "forward_answer": AnswerForward("a", "approved"),
    "ask_extension": AskExtension("a", "reason"),
    "end": EndBranch("a", "reason"),
    "withdraw": Withdraw(),
    "ask_void": AskVoid("a", "entry_error", "reason"),
    "give_prior_notice": HEARD[0],
    "revoke": Revoke("a", "revoked", "reason"),
    "reopen": Reopen("a", "text-1"),
    "rectify": Rectify("a", "paper", "reason"),
    "deliver": RecordDelivery("a", "counter", signed=False),
    "sign": RecordDelivery("a", "counter", signed=True),
    "outcome": RecordOutcome("a", "paper", 1, "done"),
    "redo": RedoStep("a", "paper"),
    "supply_late": SupplyLate("a", ("material:lease",)),
}


def _take_back(case: Played) -> Act:
    if case.item.standing == "accepted":
        case.do(FIRST)
        return TakeBack("a", "first", "reason")
    return TakeBack("a", None, "reason")


def _grant(case: Played) -> Act:
    if case.item.standing == "accepted":
        case.do(FIRST)
    return CHIEFS


def _send_back(case: Played) -> Act:
    if case.item.standing == "accepted":
        case.do(FIRST)
    return DecideStep("a", "chief", "send_back", "reason")


def _decide_void(granted: bool) -> Callable[[Played], Act]:
    def prepare(case: Played) -> Act:
        if case.item.standing != "void":
            case.do(AskVoid("a", "entry_error", "reason"))
        return DecideVoid("a", granted)

    return prepare


def _decide_extension(granted: bool) -> Callable[[Played], Act]:
    def prepare(case: Played) -> Act:
        if case.item.standing in (
            "accepted",
            "correcting_late",
            "special_procedure",
            "suspended",
            "forwarded",
        ):
            case.do(AskExtension("a", "reason"))
        return DecideExtension("a", granted)

    return prepare


def _of_the_result(act: Act) -> Callable[[Played], Act]:
    def prepare(case: Played) -> Act:
        if case.item.standing == "granted":
            case.do(ISSUED)
        return act

    return prepare


def _told(case: Played) -> Act:
    if case.item.standing in ("returned", "correcting", "correcting_late"):
        return RecordTold("box", "read", notice=case.state.notices[-1].number)
    return RecordTold("box", "read", item="a")


def _revoke(case: Played) -> Act:
    if case.item.standing in ("granted", "granted_with_late_supply"):
        case.do(*HEARD)
    return _PLAIN["revoke"]


# What has to have happened in the standing before, and the act then.
_PREPARED: Mapping[ActWord, Callable[[Played], Act]] = {
    "told": _told,
    "take_back": _take_back,
    "revoke": _revoke,
    "grant": _grant,
    "send_back": _send_back,
    "approve_void": _decide_void(True),
    "refuse_void": _decide_void(False),
    "grant_extension": _decide_extension(True),
    "refuse_extension": _decide_extension(False),
    "rectify": _of_the_result(_PLAIN["rectify"]),
    "deliver": _of_the_result(_PLAIN["deliver"]),
    "sign": _of_the_result(_PLAIN["sign"]),
}
# Words that are walked through here; commitments, hearings, visits and letters have tests of their own.
WALKED: tuple[ActWord, ...] = tuple(dict.fromkeys((*_PLAIN, *_PREPARED)))


@contextmanager
def about(word: ActWord) -> Iterator[None]:
    """What is wrong says of which act: hundreds of them are tried in one test."""
    try:
        yield
    except BaseException as wrong:
        wrong.add_note(f"with the act {word!r}")
        raise


def act_for(word: ActWord, case: Played) -> Act:
    """The smallest act of this word, after what has to come before it."""
    prepare = _PREPARED.get(word)
    return prepare(case) if prepare else _PLAIN[word]


def first_format(definition: Plan) -> Plan:
    return replace(definition, format=1)
