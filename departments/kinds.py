"""What each kind of request needs, and what data its answer "done" must hold.

A kind that only looks something up may be repeated at will; every other kind
changes something on the other side (a number, money, a letter), so it is asked
about before it is repeated.
"""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import AwareDatetime, Field, ValidationError

from departments.contract import Answered, DepartmentNonsense
from departments.kind import Data, Fen, Kind, Region, Sex, Text
from departments.kinds_after_death import AFTER_DEATH
from departments.kinds_of_business import BUSINESS
from departments.kinds_of_moving import MOVING

DONE = "done"


class Nothing(Data):
    """The outcome alone is the answer."""


class Certificate(Data):
    certificate_type: Text
    number: Text
    holder: Text
    holder_id_number: Text
    issuer: Text
    issued_on: date
    valid_until: date | None = None
    spouse: Text | None = None
    spouse_id_number: Text | None = None


class BirthRecord(Data):
    record_no: Text
    birth_time: AwareDatetime
    sex: Sex
    weight_grams: int = Field(gt=0)
    length_cm: int = Field(gt=0)
    weeks: int = Field(gt=0)
    birth_order: int = Field(ge=1)
    hospital: Text
    hospital_region: Region
    mother_name: Text
    certificate_issued: bool


class BirthRecords(Data):
    records: list[BirthRecord] = Field(min_length=1)


class BirthCertificateIssued(Data):
    certificate_no: str = Field(pattern=r"^[A-Z]\d{9}$")
    issued_on: date


class Registered(Data):
    registration_no: Text


class Household(Data):
    household_no: Text
    head_name: Text
    address: Text
    region: Region
    type: Literal["family", "collective"]
    relation_to_head: Text


class HouseholdEntry(Data):
    id_number: str = Field(pattern=r"^\d{17}[\dX]$")
    household_no: Text


class MigrationPermit(Data):
    permit_no: Text


class Insured(Data):
    insurance_no: Text
    region: Region
    maternity: bool


class InsuranceRegistered(Data):
    insurance_no: Text


class Amount(Data):
    amount_fen: Fen


class CardMade(Data):
    card_no_masked: Text
    parcel_no: Text | None = None


class LetterAnswered(Data):
    """`number`: the other authority's own. `confirmed`: it is as the letter says."""

    number: Text
    confirmed: bool
    text: str = Field(min_length=1, max_length=5000)


class Paid(Data):
    amount_fen: Fen
    transaction_no: Text
    paid_at: AwareDatetime


class PaidLine(Data):
    key: Text
    amount_fen: Fen
    transaction_no: Text


class OrderPaid(Data):
    """One sum; each line is what came for the demand of that key, with a transaction of its own."""

    amount_fen: Fen
    transaction_no: Text
    paid_at: AwareDatetime
    lines: list[PaidLine] = Field(min_length=1)


class Refunded(Data):
    amount_fen: Fen
    refund_no: Text


class ParcelSent(Data):
    parcel_no: Text


class MessageSent(Data):
    message_no: Text


class StatementSigned(Data):
    """`signature`: detached CMS (RFC 5652) over the statement, DER in base64."""

    signature: str = Field(min_length=1, max_length=150_000, pattern=r"^[A-Za-z0-9+/]+=*$")


_ALL = (
    Kind("identity_check", "identity", Nothing, ("id_number", "name"), looks_up_only=True),
    Kind(
        "certificate_lookup",
        "certificates",
        Certificate,
        ("certificate_type", "holder_id_number"),
        looks_up_only=True,
    ),
    Kind("birth_record_lookup", "hospital", BirthRecords, ("mother_id_number",), looks_up_only=True),
    Kind("birth_certificate_issue", "hospital", BirthCertificateIssued, ("record_no", "child_name")),
    Kind("vaccination_record_open", "hospital", Registered),
    Kind("parenting_guidance_register", "hospital", Registered),
    Kind("household_lookup", "household", Household, ("id_number",), looks_up_only=True),
    Kind(
        "household_register_entry",
        "household",
        HouseholdEntry,
        ("child_name", "sex", "birth_date", "household_no", "region"),
    ),
    Kind("migration_permit_issue", "household", MigrationPermit, ("id_number", "from_region", "to_region")),
    Kind("migration_permit_cancel", "household", Nothing, ("permit_no",)),
    Kind("insurance_lookup", "insurance", Insured, ("id_number",), looks_up_only=True),
    Kind("insurance_register", "insurance", InsuranceRegistered),
    Kind("maternity_reimburse", "insurance", Amount),
    Kind("premium_assess", "tax", Amount, looks_up_only=True),
    Kind("card_make", "social_card", CardMade),
    Kind("fertility_register", "fertility", Registered),
    Kind("payment_create", "payment", Paid, ("amount_fen", "description")),
    Kind("payment_order", "payment", OrderPaid, ("amount_fen", "lines")),
    Kind("payment_cancel", "payment", Nothing, ("payment_key",)),
    Kind("refund", "payment", Refunded, ("payment_key", "amount_fen")),
    Kind("parcel_send", "courier", ParcelSent, ("recipient", "address")),
    Kind("letter_send", "agencies", LetterAnswered, ("to", "from", "number", "subject", "text")),
    Kind("parcel_recall", "courier", Nothing, ("parcel_key",)),
    Kind("sms_send", "sms", MessageSent, ("phone", "template", "text")),
    Kind("mail_send", "mail", MessageSent, ("to", "subject", "text")),
    Kind(
        "statement_sign",
        "signing",
        StatementSigned,
        (
            "title",
            "statement",
            "statement_sha256",
            "signer_kind",
            "signer_name",
            "signer_number",
            "return_url",
        ),
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.code: kind for kind in (*_ALL, *AFTER_DEATH, *MOVING, *BUSINESS)}
)


def check_answer(kind: str, answered: Answered, *, connector: str, key: str | None = None) -> Answered:
    """`answered` unchanged when its data are what the kind promises; raises `DepartmentNonsense`.

    Only "done" promises data. The problem names places and rules, never values.
    """
    if kind not in KINDS or KINDS[kind].connector != connector:
        raise DepartmentNonsense(connector, f"answers the unknown kind {kind!r}", key=key)
    if answered.outcome != DONE:
        return answered
    try:
        # Through JSON, so that strict mode still reads dates from their text.
        KINDS[kind].answer.model_validate_json(json.dumps(answered.data))
    except ValidationError as problem:
        raise DepartmentNonsense(connector, describe(problem), key=key) from None
    return answered


def describe(problem: ValidationError) -> str:
    """Where and which rule, without the values (they may be personal data)."""
    places = (
        f"{'.'.join(str(part) for part in error['loc']) or 'answer'}: {error['type']}"
        for error in problem.errors(include_input=False, include_context=False, include_url=False)
    )
    return "; ".join(list(places)[:5])
