"""Small plans built by hand, so that the tests of `advance` need no definition files."""

from clocks.clock import Limit
from forms.form_plan import FormPlan, ItemSwitch, Text
from matter_definitions.offers import ExtensionPlan, ForwardPlan, SpecialPlan, SuspensionPlan
from matter_definitions.plan import FORMAT, ItemPlan, NoticePlan, PaperPlan, PaymentRule, Plan, StepPlan

WORDS = Text("字", "words")
DAY = "working_day"


def step(code: str, kind: str = "system_call", **more: object) -> StepPlan:
    if kind == "payment":
        more.setdefault("payment", PaymentRule(amount_key="fee.amount", description=WORDS))
    if kind not in ("approval", "issue_result"):
        more.setdefault("connector", "anywhere")
    return StepPlan(code=code, kind=kind, title=WORDS, **more)  # type: ignore[arg-type]


def item(code: str, *steps: StepPlan, **more: object) -> ItemPlan:
    settings: dict[str, object] = {
        "department_kind": "library",
        "type": "public_service",
        "basis": WORDS,
        "acceptance": "officer",
        "receipt": Limit(5, DAY),
        "statutory": Limit(20, DAY),
        "promised": Limit(5, DAY),
        "delivery": Limit(10, DAY),
        "silence": "accepted",
    }
    return ItemPlan(code=code, title=WORDS, steps=steps, **{**settings, **more})  # type: ignore[arg-type]


def plan(*items: ItemPlan, notices: tuple[NoticePlan, ...] = (), papers: tuple[PaperPlan, ...] = ()) -> Plan:
    switches = tuple(
        ItemSwitch(each.code, WORDS, each.department_kind, "'330110000000'", for_each=each.for_each)
        for each in items
    )
    form = FormPlan((), (), (), (), (), (), switches)
    return Plan(
        format=FORMAT,
        matter="neutral",
        title=WORDS,
        summary=WORDS,
        audience="person",
        lead_department_kind="library",
        correction_days=10,
        form=form,
        items=items,
        notices=notices,
        papers=papers,
    )


def everything(**more: object) -> ItemPlan:
    """An item of an officer's review, two levels of approval and a result, that offers whatever there is."""
    settings: dict[str, object] = {
        "precheck": Limit(1, DAY),
        "late_correction": True,
        "specials": (SpecialPlan("testing", Limit(30, DAY)),),
        "suspensions": (
            SuspensionPlan("force_majeure", pauses=True, maximum=Limit(60, DAY)),
            SuspensionPlan("dispute", pauses=False, maximum=Limit(10, DAY)),
        ),
        "extension": ExtensionPlan(Limit(10, DAY), ask_before=Limit(1, DAY)),
        "forwards": ForwardPlan("library", "'330000000000'", Limit(20, DAY)),
        "delivery_watch": True,
    }
    return item(
        "a",
        step("first", "approval", decides=True, level=1, level_group="decide"),
        step("chief", "approval", decides=True, level=2, level_group="decide", rank=2, after=("first",)),
        step("paper", "issue_result", after=("chief",)),
        **{**settings, **more},
    )
