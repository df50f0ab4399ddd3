"""What departments are asked after somebody has died: papers, payments to the heirs, allowances that stop.

A relative has no consent of the dead to show. So the first look-up is made with the relative's own number
alone, and the number of the record of death that it finds opens the others: no typed number opens anything.
"""

from datetime import date

from pydantic import Field

from departments.kind import Data, Fen, Kind, Region, Sex, Text


class DeathRecord(Data):
    """The latest death among the close relatives of whoever asks."""

    record_no: Text
    name: Text
    id_number: str = Field(pattern=r"^\d{17}[\dX]$")
    sex: Sex
    died_on: date
    place: Text
    region: Region
    certificate_issued: bool


class DeathCertificateIssued(Data):
    certificate_no: Text
    issued_on: date


class HouseholdOfDeceased(Data):
    household_no: Text
    head_name: Text
    address: Text
    region: Region


class Cremated(Data):
    certificate_no: Text
    cremated_on: date


class AccountFound(Data):
    account_no: Text
    balance_fen: Fen


class SurvivorBenefit(Data):
    """`overpaid_fen`: pension that was paid for months after the death."""

    funeral_grant_fen: Fen
    survivor_grant_fen: Fen
    account_balance_fen: Fen
    total_fen: Fen
    overpaid_fen: Fen


class PaidOut(Data):
    amount_fen: Fen
    transaction_no: Text


class Cancelled(Data):
    registration_no: Text


class AllowanceStopped(Data):
    """Also where there was no such allowance: from that day on none can begin."""

    registration_no: Text
    stopped_from: date


class AllowanceState(Data):
    """What the department's own list of payments says, not what it answered before."""

    paying: bool


_WHO_ASKS = ("record_no", "relative_id_number")
_PAYEE = ("id_number", "account_name", "account_no")

AFTER_DEATH: tuple[Kind, ...] = (
    Kind("death_record_lookup", "hospital", DeathRecord, ("relative_id_number",), looks_up_only=True),
    Kind("death_certificate_issue", "hospital", DeathCertificateIssued, ("id_number", "name", "died_on")),
    Kind("household_of_deceased", "household", HouseholdOfDeceased, _WHO_ASKS, looks_up_only=True),
    Kind("cremation_certificate_issue", "funeral", Cremated, ("id_number", "name")),
    Kind("survivor_assess", "pension", SurvivorBenefit, ("id_number", "kind"), looks_up_only=True),
    Kind("survivor_pay", "pension", PaidOut, (*_PAYEE, "amount_fen")),
    Kind("medical_account_lookup", "insurance", AccountFound, _WHO_ASKS, looks_up_only=True),
    Kind("medical_account_pay_out", "insurance", PaidOut, _PAYEE),
    Kind("fund_account_lookup", "housing_fund", AccountFound, _WHO_ASKS, looks_up_only=True),
    Kind("fund_pay_out", "housing_fund", PaidOut, _PAYEE),
    Kind("licence_cancel", "traffic", Cancelled, ("id_number",)),
    Kind("allowance_stop", "allowances", AllowanceStopped, ("allowance", "id_number", "died_on")),
    Kind("allowance_check", "allowances", AllowanceState, ("allowance", "id_number"), looks_up_only=True),
)
