"""What an item offers beside its plain way, from the language's words into the plan's."""

import re

from clocks.windows import MonthDay, Window
from matter_definitions.language.items import ItemModel, PaymentModel
from matter_definitions.language.offers import (
    CommitmentModel,
    ExtensionModel,
    ForwardModel,
    HearingModel,
    JointModel,
    LetterModel,
    MoneyModel,
    PublicityModel,
    RefundModel,
    VisitModel,
    WindowModel,
)
from matter_definitions.offers import (
    CommitmentPlan,
    ExtensionPlan,
    ForwardPlan,
    HearingPlan,
    JointPlan,
    LetterPlan,
    MoneyPlan,
    PublicityPlan,
    RefundRule,
    SpecialPlan,
    SplitPart,
    SuspensionPlan,
    VisitPlan,
    WindowPlan,
)
from matter_definitions.plan import PaymentRule

AGENCIES = "agencies"  # the connector to authorities that are not on this installation
_RISK = re.compile(r"\bitem\.risk\b")


def with_risk(source: str | None, risk: str) -> str | None:
    """An item's risk is settled when it is published, so an expression of the plan has it as a text."""
    return None if source is None else _RISK.sub(f"'{risk}'", source)


def specials_of(item: ItemModel) -> tuple[SpecialPlan, ...]:
    return tuple(SpecialPlan(each.kind, each.maximum) for each in item.special_procedures)


def suspensions_of(item: ItemModel) -> tuple[SuspensionPlan, ...]:
    return tuple(SuspensionPlan(each.kind, each.pauses, each.maximum) for each in item.suspensions)


def commitments_of(item: ItemModel) -> tuple[CommitmentPlan, ...]:
    return tuple(_commitment(each, item.risk) for each in item.commitments)


def _commitment(model: CommitmentModel, risk: str) -> CommitmentPlan:
    return CommitmentPlan(
        code=model.code,
        kind=model.kind,
        title=model.title.text,
        statement=model.statement.text,
        replaces=tuple(model.replaces),
        until=model.until,
        consequences=model.consequences.text,
        verify_within=model.verify_within,
        eligible=with_risk(model.eligible, risk),
        remind_before_days=model.remind_before_days,
    )


def extension_of(model: ExtensionModel | None) -> ExtensionPlan | None:
    return ExtensionPlan(model.amount, model.times, model.ask_before) if model else None


def joint_of(model: JointModel | None) -> JointPlan | None:
    return JointPlan(model.limit, model.extension) if model else None


def forward_of(model: ForwardModel | None) -> ForwardPlan | None:
    return ForwardPlan(model.to, model.region, model.limit) if model else None


def payment_of(model: PaymentModel | None) -> PaymentRule | None:
    if model is None:
        return None
    return PaymentRule(
        amount_key=model.amount,
        description=model.description.text,
        remind_after_days=tuple(model.remind_after_days),
        expire_after_days=model.expire_after_days,
        tries=model.tries,
        split=tuple(SplitPart(each.department, each.amount) for each in model.split),
        refund=_refund(model.refund),
    )


def _refund(model: RefundModel | None) -> RefundRule | None:
    return RefundRule(tuple(model.on), model.share_percent) if model else None


def publicity_of(model: PublicityModel | None) -> PublicityPlan | None:
    return PublicityPlan(model.days, tuple(model.shows), model.where.text) if model else None


def hearing_of(model: HearingModel | None) -> HearingPlan | None:
    return HearingPlan(model.ask_within, model.hold_within, model.notice_days, model.who) if model else None


def visit_of(model: VisitModel | None) -> VisitPlan | None:
    return VisitPlan(tuple(model.others), model.answer_within) if model else None


def window_of(model: WindowModel | None) -> WindowPlan | None:
    if model is None:
        return None
    days = (model.days_of_month[0], model.days_of_month[1]) if model.days_of_month else None
    season = (_month_day(model.season[0]), _month_day(model.season[1])) if model.season else None
    return WindowPlan(Window(days, season), model.pauses)


def _month_day(words: str) -> MonthDay:
    month, _, day = words.partition("-")
    return int(month), int(day)


def letter_of(model: LetterModel | None) -> LetterPlan | None:
    if model is None:
        return None
    return LetterPlan(
        to=model.to or "",
        region=model.region or "",
        answer_within=model.answer_within,
        kind=model.kind,
        template=model.template,
        outside=model.outside.text if model.outside else None,
        connector=AGENCIES if model.outside and model.by == "connector" else None,
    )


def money_of(model: MoneyModel | None) -> MoneyPlan | None:
    if model is None:
        return None
    return MoneyPlan(model.amount, model.account, model.sent_by, model.back_to)
