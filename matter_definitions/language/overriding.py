"""An override: what a region does otherwise than the level above it, and nothing else (地方差异)."""

from typing import Annotated, Literal

from pydantic import Field

from matter_definitions.language.examples import MOST_EXAMPLES, ExampleModel
from matter_definitions.language.items import FieldNeed, MaterialNeed, ReasonModel
from matter_definitions.language.matters import DeliveryModel, DerivedModel, NoticeModel, PaperModel
from matter_definitions.language.offers import JointModel
from matter_definitions.language.texts import (
    Code,
    Expression,
    LimitWords,
    Model,
    Name,
    Region,
    Words,
    short_form,
)


class OtherLimits(Model):
    """Of the item's limits those that are others here."""

    receipt: LimitWords | None = None
    statutory: LimitWords | None = None
    promised: LimitWords | None = None
    delivery: LimitWords | None = None


class OtherItem(Model):
    """`fields`, `materials` and `refusal_reasons` are added; one that is there already is as it is here."""

    item: Code
    department: Code | None = None
    acceptance: Literal["officer", "rule"] | None = None
    region: Expression | None = None
    limits: OtherLimits | None = None
    fields: list[Annotated[FieldNeed, short_form("field")]] = Field(default_factory=list)
    materials: list[Annotated[MaterialNeed, short_form("material")]] = Field(default_factory=list)
    refusal_reasons: list[ReasonModel] = Field(default_factory=list)
    precheck: LimitWords | None = None
    preview: bool | None = None
    authority_hint: Words | None = None


class HintsModel(Model):
    """Sentences beside questions, elements and materials, by code."""

    questions: dict[Name, Words] = Field(default_factory=dict)
    elements: dict[Name, Words] = Field(default_factory=dict)
    materials: dict[Name, Words] = Field(default_factory=dict)


class OverrideModel(Model):
    """`override` names the matter. What is left out is as the level above has it, also when that changes."""

    override: Code
    region: Region
    summary: Words | None = None
    promise: LimitWords | None = None
    joint_limit: JointModel | None = None
    correction_days: Annotated[int, Field(gt=0, le=90)] | None = None
    archive_after: LimitWords | None = None
    hints: HintsModel = HintsModel()
    items: list[OtherItem] = Field(default_factory=list)
    derived: list[DerivedModel] = Field(default_factory=list)
    delivery: DeliveryModel | None = None
    notices: list[NoticeModel] = Field(default_factory=list)
    papers: list[PaperModel] = Field(default_factory=list)
    examples: Annotated[list[ExampleModel], Field(max_length=MOST_EXAMPLES)] = Field(default_factory=list)

    @property
    def code(self) -> str:
        """Under which a version of it is kept."""
        return f"{self.override}@{self.region}"
