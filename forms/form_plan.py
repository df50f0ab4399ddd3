"""The part of a plan that says what is asked: questions, fields, materials, consents, look-ups.

Conditions are CEL sources, already type-checked by the compiler. Their variables are
`answers.<question>`, `<subject>.<element>` (for a repeated subject: the instance at hand),
`consent.<code>` ("given", "refused", "expired", "asked", "not_asked", "not_needed"; of one for each of
several people: the state of the one at hand, or seen from outside the one that is furthest from agreed),
`found.<lookup>` (bool) and `today`; each has a `given.` companion where it may be absent.

Keys: a value of a single subject is stored under `mother.name`, one of the second child under
`child.2.name`. A `FieldPlan.key` is always the base form, `child.name`.
"""

from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["plain", "personal", "sensitive"]


@dataclass(frozen=True, slots=True)
class Text:
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Exit:
    """An answer with which this matter cannot be done here, and where to go instead."""

    reason: Text
    where: Text


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: Text
    exit: Exit | None = None


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """`kind` single: the answer is an option's code; boolean: true or false; number: an integer."""

    code: str
    kind: Literal["single", "boolean", "number"]
    title: Text
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    when: str | None = None
    exits: tuple["ExitWhen", ...] = ()


@dataclass(frozen=True, slots=True)
class ExitWhen:
    """An exit that depends on more than one option, such as an age: `when` is CEL."""

    when: str
    exit: Exit


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """A person or thing that fields belong to. `repeats` is CEL giving how many (child: twins)."""

    code: str
    title: Text
    repeats: str | None = None
    is_applicant: bool = False
    person: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """An item needs a field or material when `when` (CEL, None: always) holds and the item is on."""

    item: str
    required: bool = True
    when: str | None = None


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """`produced_by` names an item of the same matter: while that item is on, nobody asks for the field.

    `derive_from` names a field that holds an identity number: the date of birth (of a field of the type
    date) or the sex (of a field of the type code) is read from it (GB 11643).
    """

    key: str
    subject: str
    element: str
    value_type: str
    title: Text
    needs: tuple[Need, ...]
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    sensitivity: Sensitivity = "personal"
    produced_by: str | None = None
    derive: str | None = None  # CEL: computed from other fields, never typed
    derive_from: str | None = None

    @property
    def is_computed(self) -> bool:
        return self.derive is not None or self.derive_from is not None


@dataclass(frozen=True, slots=True)
class MaterialPlan:
    """`replaced_by` names look-ups: when one of them has found its certificate, no file is needed.

    `produced_by` names an item of the same matter: while that item is on, its result is the material and
    nobody asks for it. `result` is that result's code.
    """

    key: str
    subject: str | None
    title: Text
    needs: tuple[Need, ...]
    hint: Text | None = None
    media_types: tuple[str, ...] = ("application/pdf", "image/jpeg", "image/png")
    replaced_by: tuple[str, ...] = ()
    produced_by: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class LookupPlan:
    """A question to a department while a draft is filled in.

    `send` maps the department's names to field keys (or, with a leading `=`, to a constant);
    `gives` maps field keys to the department's names, locked when `locked`. It runs when `when`
    holds, everything in `send` is known and the consent `consent` (if any) is given.

    `for_each`: a repeated subject that the answer is about. Without `list_in` it is asked once per
    instance; with it once in all, and the n-th entry of the list `list_in` belongs to the n-th instance.

    `fresh_days`: an answer of longer ago is asked for again; None: it does not grow old.
    """

    code: str
    title: Text
    connector: str
    kind: str
    send: dict[str, str]
    gives: dict[str, str]
    when: str | None = None
    consent: str | None = None
    subject: str | None = None
    locked: bool = True
    for_each: str | None = None
    list_in: str | None = None
    fresh_days: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """Another person's agreement. `expires_after_days` are natural days from the request.

    When every one of `alternative_materials` is there (handed in, or found by a look-up), the case can be
    submitted without it. `signed_by` certificate: the person signs before agreeing.

    `for_each`: a repeated subject, each of whom is asked (then it is the `subject`, too). Of the own kind
    each is shown what is said of him alone, and in `shows_of_all` what is said of all of them.
    """

    code: str
    subject: str
    title: Text
    statement: Text
    shows: tuple[str, ...]
    expires_after_days: int
    alternative: Text
    when: str | None = None
    alternative_materials: tuple[str, ...] = ()
    signed_by: Literal["confirm", "certificate"] = "confirm"
    for_each: str | None = None
    shows_of_all: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemSwitch:
    """When an item is on, once per instance of `for_each`, and the CEL that gives its 12-digit region."""

    item: str
    title: Text
    department_kind: str
    region: str
    when: str | None = None
    for_each: str | None = None
    uniqueness: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """Which ways of getting paper results the applicant may choose, and the fields a parcel needs."""

    modes: tuple[Literal["pickup", "mail", "electronic"], ...]
    mail_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePlan:
    """What fields must say together: where `must` (CEL) does not hold, `text` stands at the field `key`.

    It is asked once `key` is given, and for each instance when `key` belongs to a repeated subject.
    """

    code: str
    key: str
    must: str
    text: Text


@dataclass(frozen=True, slots=True)
class FormPlan:
    questions: tuple[QuestionPlan, ...]
    subjects: tuple[SubjectPlan, ...]
    fields: tuple[FieldPlan, ...]
    materials: tuple[MaterialPlan, ...]
    lookups: tuple[LookupPlan, ...]
    consents: tuple[ConsentPlan, ...]
    switches: tuple[ItemSwitch, ...]
    delivery: DeliveryPlan | None = None
    rules: tuple[RulePlan, ...] = ()
