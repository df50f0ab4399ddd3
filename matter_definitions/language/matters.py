"""A matter (一件事): several items behind one application, and the questions that choose among them."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from matter_definitions.language.chains import NextModel, RequiresModel
from matter_definitions.language.examples import MOST_EXAMPLES, ExampleModel
from matter_definitions.language.items import MaterialKey
from matter_definitions.language.merging import MergedModel
from matter_definitions.language.offers import JointModel
from matter_definitions.language.texts import (
    Code,
    Expression,
    Key,
    LimitWords,
    Model,
    Name,
    Sentence,
    Words,
    short_form,
)

MOST_SYNONYMS = 50


class ExitModel(Model):
    """Why it cannot be done here, and where to go instead."""

    reason: Words
    where: Words


class ExitWhenModel(ExitModel):
    when: Expression


class AnswerModel(Model):
    code: Name
    text: Words
    exit: ExitModel | None = None


class QuestionModel(Model):
    code: Name
    kind: Literal["single", "boolean", "number"]
    title: Words
    hint: Words | None = None
    options: list[AnswerModel] = Field(default_factory=list)
    minimum: int | None = None
    maximum: int | None = None
    when: Expression | None = None
    exits: list[ExitWhenModel] = Field(default_factory=list)


class SubjectModel(Model):
    """`uses` lets an element of this subject be another one of the dictionary: a child's name is a newborn's.

    `when`: its fields and materials are asked for only when this holds.
    """

    code: Name
    title: Words
    repeats: Expression | None = None
    applicant: bool = False
    person: bool = True
    when: Expression | None = None
    uses: dict[Name, Name] = Field(default_factory=dict)


class AnyOf(Model):
    """`when_on`: waits only where one of them is on, and asks for nothing in its place otherwise."""

    any: Annotated[
        list[Code],
        Field(min_length=1),
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    ]
    when_on: bool = False


class ItemEntry(Model):
    """An item of the matter. Every entry of `after` must have its result; of `{any: [...]}` one is enough.

    `acceptance` and `region` may say it differently from the item.
    """

    item: Code
    when: Expression | None = None
    for_each: Name | None = None
    after: list[Annotated[AnyOf, short_form("any")]] = Field(default_factory=list)
    acceptance: Literal["officer", "rule"] | None = None
    region: Expression | None = None


class DerivedModel(Model):
    """A field that is computed: by an expression, or read from an identity number (`from_number`)."""

    field: Key
    value: Expression | None = None
    from_number: Key | None = None


class LookupModel(Model):
    code: Name
    title: Words
    connector: Name
    call: Name
    send: dict[Name, str]
    gives: dict[Key, str] = Field(default_factory=dict)
    replaces: list[MaterialKey] = Field(default_factory=list)
    when: Expression | None = None
    consent: Name | None = None
    for_each: Name | None = None
    list_in: str | None = None
    locked: bool = True


class StatementModel(Model):
    """`declaration`: what the applicant declares, besides what was entered; by default that it is true."""

    signed_by: Literal["certificate"]
    required: bool = True
    declaration: Words | None = None


class ConsentModel(Model):
    """Either one person (`subject`), or each of a repeated subject (`for_each`)."""

    code: Name
    subject: Name | None = None
    for_each: Name | None = None
    title: Words
    statement: Words
    shows: list[Key]
    shows_of_all: list[Key] = Field(default_factory=list)
    expires_after_days: Annotated[int, Field(gt=0, le=365)]
    alternative: Words
    alternative_materials: list[MaterialKey]
    when: Expression | None = None
    signed_by: Literal["confirm", "certificate"] = "confirm"


class RuleModel(Model):
    code: Name
    field: Key
    must: Expression
    text: Words


class DeliveryModel(Model):
    modes: Annotated[list[Literal["pickup", "mail", "electronic"]], Field(min_length=1)]
    mail_needs: list[Key] = Field(default_factory=list)


class NoticeModel(Model):
    event: str
    template: Name
    channels: list[Literal["box", "sms", "mail"]] = Field(default=["box"])
    to: str = "applicant"
    legal: bool = False


class PaperModel(Model):
    """`scope` item: about the item of the event alone. Not `sealed`: a paper of the house only."""

    event: str
    template: Name
    title: Words
    scope: Literal["case", "item"] = "case"
    sealed: bool = True


class MatterModel(Model):
    """`correction_days`: working days that an applicant has to answer a correction notice. `tone` quiet:
    nobody is asked for a rating."""

    matter: Code
    title: Words
    summary: Words
    audience: Literal["person", "company"]
    lead: Code
    assurance: Literal["L1", "L2", "L3"] = "L2"
    correction_days: Annotated[int, Field(gt=0, le=90)] = 5
    promise: LimitWords | None = None
    joint_limit: JointModel | None = None
    synonyms: Annotated[list[Sentence], Field(max_length=MOST_SYNONYMS)] = Field(default_factory=list)
    questions: list[QuestionModel] = Field(default_factory=list)
    subjects: Annotated[list[SubjectModel], Field(min_length=1)]
    items: Annotated[list[ItemEntry], Field(min_length=1)]
    lookups: list[LookupModel] = Field(default_factory=list)
    derived: list[DerivedModel] = Field(default_factory=list)
    consents: list[ConsentModel] = Field(default_factory=list)
    rules: list[RuleModel] = Field(default_factory=list)
    delivery: DeliveryModel | None = None
    withdrawal: Literal["others_go_on", "all_end"] = "others_go_on"
    archive_after: LimitWords | None = None
    tone: Literal["usual", "quiet"] = "usual"
    statement: StatementModel | None = None
    merged_results: list[MergedModel] = Field(default_factory=list)
    next: list[NextModel] = Field(default_factory=list)
    requires: list[RequiresModel] = Field(default_factory=list)
    notices: list[NoticeModel] = Field(default_factory=list)
    papers: list[PaperModel] = Field(default_factory=list)
    examples: Annotated[list[ExampleModel], Field(max_length=MOST_EXAMPLES)] = Field(default_factory=list)
