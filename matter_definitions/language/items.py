"""An item (事项): the smallest service with one responsible department."""

from typing import Annotated, Literal

from pydantic import Field

from matter_definitions.language.offers import (
    ByModel,
    CommitmentModel,
    ExtensionModel,
    ForwardModel,
    HearingModel,
    LetterModel,
    LevelModel,
    MoneyModel,
    PublicityModel,
    Rank,
    RefundModel,
    SpecialModel,
    SplitModel,
    SuspensionModel,
    VisitModel,
    WindowModel,
)
from matter_definitions.language.texts import (
    Code,
    Expression,
    Key,
    LimitWords,
    Model,
    Name,
    ValidityWords,
    Words,
    limit_of,
    short_form,
)
from matter_definitions.plan import StepKind

ItemType = Literal["permission", "confirmation", "benefit", "levy", "service", "other"]
MaterialKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=120)]


class FieldNeed(Model):
    field: Key
    required: bool = True
    when: Expression | None = None


class MaterialNeed(Model):
    material: MaterialKey
    required: bool = True
    when: Expression | None = None


class OfficerFieldModel(Model):
    field: Key
    required: bool = True


class PaymentModel(Model):
    amount: Key
    description: Words
    remind_after_days: list[Annotated[int, Field(gt=0)]] = Field(default=[3, 7])
    expire_after_days: Annotated[int, Field(gt=0)] = 15
    tries: Annotated[int, Field(gt=0, le=20)] = 3
    split: list[SplitModel] = Field(default_factory=list)
    refund: RefundModel | None = None


class StepModel(Model):
    """`after` left out: after the step before it in the list; an empty list: at once.

    `levels`: one after the other instead of one decision, each of its own rank; `rank`: of an approval
    without them. `undo_of`: an item without whose grant this
    step undoes what its own item has done.
    """

    code: Name
    kind: StepKind
    title: Words
    after: list[Name] | None = None
    when: Expression | None = None
    connector: Name | None = None
    call: Name | None = None
    send: dict[Name, str] = Field(default_factory=dict)
    receive: dict[Key, str] = Field(default_factory=dict)
    refused: Literal["deny", "note", "hold"] = "deny"
    decides: bool = False
    quick: bool = True
    assurance: Literal["L1", "L2", "L3"] | None = None
    officer_fields: list[Annotated[OfficerFieldModel, short_form("field")]] = Field(default_factory=list)
    payment: PaymentModel | None = None
    result: Name | None = None
    template: Name | None = None
    levels: Annotated[list[LevelModel], Field(max_length=4)] = Field(default_factory=list)
    rank: Rank = 1
    limit: LimitWords | None = None
    by: ByModel | None = None
    confirm: Words | None = None
    irrevocable: bool = False
    stage: Literal["before_acceptance", "handling", "after_grant"] = "handling"
    undo_of: Code | None = None
    publicity: PublicityModel | None = None
    hearing: HearingModel | None = None
    visit: VisitModel | None = None
    letter: LetterModel | None = None
    window: WindowModel | None = None
    money: MoneyModel | None = None


class ResultModel(Model):
    """`valid_for`: from the day on which it is issued; `valid_until`: a field that holds the last day."""

    code: Name
    title: Words
    template: str
    number: Key | None = None
    holder: Key | None = None
    shows: list[Key] = Field(default_factory=list)
    valid_for: ValidityWords | None = None
    valid_until: Key | None = None
    may_be_suspended: bool = False


class ReasonModel(Model):
    code: Name
    text: Words


class LimitsModel(Model):
    """`statutory` is what the law gives, `promised` what the office promises (承诺)."""

    receipt: LimitWords = limit_of("5 working days")
    statutory: LimitWords
    promised: LimitWords
    delivery: LimitWords = limit_of("10 working days")


class ItemModel(Model):
    """`silence`: what follows when nobody answers within the receipt limit; permissions have a default.

    `records_death`: the field whose number its grant records as that of a person who has died.
    `while_valid`: an item before it, whose result has to be valid until this one is decided.
    """

    item: Code
    title: Words
    department: Code
    type: ItemType
    basis: Words
    acceptance: Literal["officer", "rule"] = "officer"
    silence: Literal["accepted", "supervise"] | None = None
    limits: LimitsModel
    region: Expression
    unique: list[Key] = Field(default_factory=list)
    fields: list[Annotated[FieldNeed, short_form("field")]] = Field(default_factory=list)
    materials: list[Annotated[MaterialNeed, short_form("material")]] = Field(default_factory=list)
    steps: Annotated[list[StepModel], Field(min_length=1)]
    results: list[ResultModel] = Field(default_factory=list)
    refusal_reasons: list[ReasonModel] = Field(default_factory=list)
    precheck: LimitWords | None = None
    late_correction: bool = False
    special_procedures: list[SpecialModel] = Field(default_factory=list)
    suspensions: list[SuspensionModel] = Field(default_factory=list)
    extension: ExtensionModel | None = None
    forwards: ForwardModel | None = None
    commitments: list[CommitmentModel] = Field(default_factory=list)
    risk: Literal["low", "medium", "high"] = "medium"
    instant: bool = False
    preview: bool = False
    authority_hint: Words | None = None
    heard_within: LimitWords = limit_of("5 working days")
    records_death: Key | None = None
    while_valid: Code | None = None
    basic_code: Annotated[str, Field(pattern=r"^\d{12}$")] | None = None
