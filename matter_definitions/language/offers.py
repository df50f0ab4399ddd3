"""What an item may offer beside its plain way: pauses, extensions, commitments, levels, others heard.

The parts that a plan has of it, with their meaning, are in `matter_definitions/offers.py`.
"""

from typing import Annotated, Literal

from pydantic import Field

from matter_definitions.language.texts import (
    Code,
    Expression,
    Key,
    LimitWords,
    Model,
    Name,
    Words,
    limit_of,
)
from matter_definitions.offers import Ending, SpecialKind, SuspensionKind

DayOfMonth = Annotated[int, Field(ge=1, le=31)]
MonthDayWords = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Rank = Annotated[int, Field(ge=1, le=9)]
# A target as a correction notice names it; only materials can be promised for later.
Target = Annotated[str, Field(pattern=r"^material:[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=130)]


class SpecialModel(Model):
    kind: SpecialKind
    maximum: LimitWords


class SuspensionModel(Model):
    """`pauses`: the handling clock may stand meanwhile."""

    kind: SuspensionKind
    pauses: bool = False
    maximum: LimitWords


class ExtensionModel(Model):
    amount: LimitWords
    times: Annotated[int, Field(ge=1, le=9)] = 1
    ask_before: LimitWords | None = None


class JointModel(Model):
    """The limit of a case that several departments handle together, and by how much it may be extended."""

    limit: LimitWords = limit_of("45 working days")
    extension: LimitWords | None = None


class ForwardModel(Model):
    """To the department of this kind of the region that `region` gives, with a limit of its own."""

    to: Code
    region: Expression
    limit: LimitWords


class CommitmentModel(Model):
    """late_supply: papers that come later (容缺); replaces_proof: a promise in their place (告知承诺)."""

    code: Name
    kind: Literal["late_supply", "replaces_proof"]
    title: Words
    statement: Words
    replaces: Annotated[list[Target], Field(min_length=1)]
    until: LimitWords
    consequences: Words
    verify_within: LimitWords | None = None
    eligible: Expression | None = None
    remind_before_days: Annotated[int, Field(ge=1, le=30)] = 2


class LevelModel(Model):
    """One level of an approval: an officer of at least this rank, and always another one."""

    code: Name
    title: Words
    rank: Rank
    when: Expression | None = None


class ByModel(Model):
    """A step of another department, or of the same kind of department in another region."""

    department: Code
    region: Expression | None = None


class WindowModel(Model):
    """Days of each month, or of each year (month-day), both included. At least one of them."""

    days_of_month: Annotated[list[DayOfMonth], Field(min_length=2, max_length=2)] | None = None
    season: Annotated[list[MonthDayWords], Field(min_length=2, max_length=2)] | None = None
    pauses: bool = False


class PublicityModel(Model):
    days: LimitWords
    shows: Annotated[list[Key], Field(min_length=1)]
    where: Words = Words(zh="本平台公示栏", en="The list of publications of this platform")


class HearingModel(Model):
    ask_within: LimitWords = limit_of("5 working days")
    hold_within: LimitWords = limit_of("20 working days")
    notice_days: Annotated[int, Field(ge=7, le=60)] = 7
    who: Literal["applicant", "third_party"] = "applicant"


class VisitModel(Model):
    others: Annotated[list[Code], Field(min_length=1)]
    answer_within: LimitWords = limit_of("2 working days")


class LetterModel(Model):
    """To a department (`to`, `region`), or to an authority `outside` this installation."""

    to: Code | None = None
    region: Expression | None = None
    outside: Words | None = None
    by: Literal["paper", "connector"] = "paper"
    kind: Name
    answer_within: LimitWords
    template: Name = "letter"


class MoneyModel(Model):
    """Money that the step `sent_by` has sent; what came back to the sender is seen to at `back_to`."""

    amount: Key
    account: Key
    sent_by: Name
    back_to: Name


class SplitModel(Model):
    """One department's share of a payment."""

    department: Code
    amount: Key


class RefundModel(Model):
    on: list[Ending] = Field(default=["deny", "refuse", "withdraw", "lapse", "not_pursue"])
    share_percent: Annotated[int, Field(ge=0, le=100)] = 100
