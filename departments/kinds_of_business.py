"""What departments, the engraver and a bank are asked when a company is founded."""

from datetime import date

from pydantic import Field

from departments.kind import Data, Fen, Kind, Text


class NameReserved(Data):
    """The first of the names that is free."""

    name: Text
    reservation_no: Text


class Fit(Data):
    """The outcome alone is the answer: nothing keeps this person from the office."""


class CompanyRegistered(Data):
    uscc: str = Field(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{18}$")
    registered_on: date


class SealsRecorded(Data):
    record_no: Text


class SealsMade(Data):
    """`imprint_code`: of the image that the police keep, by which a bank compares."""

    receipt_no: Text
    imprint_code: Text


class TaxpayerConfirmed(Data):
    registration_no: Text
    quota_fen: Fen


class EmployerRegistered(Data):
    registration_no: Text


class AgreementSigned(Data):
    agreement_no: Text


class AccountAppointed(Data):
    appointment_no: Text


class AccountOpened(Data):
    account_no: Text


BUSINESS: tuple[Kind, ...] = (
    Kind("name_reserve", "market", NameReserved, ("first_name", "region")),
    Kind("fitness_check", "market", Fit, ("id_number", "name"), looks_up_only=True),
    Kind(
        "company_register",
        "market",
        CompanyRegistered,
        ("name", "reservation_no", "address", "region", "legal_representative_number"),
    ),
    Kind("seal_record", "seals", SealsRecorded, ("uscc", "name")),
    Kind("seal_make", "seals", SealsMade, ("record_no", "engraver")),
    Kind("taxpayer_confirm", "tax", TaxpayerConfirmed, ("uscc", "name", "kind")),
    Kind("employer_register", "social_insurance", EmployerRegistered, ("uscc", "name")),
    Kind("employee_insure", "social_insurance", EmployerRegistered, ("uscc", "id_number", "name")),
    Kind("employer_insure", "insurance", EmployerRegistered, ("uscc", "name")),
    Kind("fund_employer_register", "housing_fund", EmployerRegistered, ("uscc", "name", "rate")),
    Kind("fund_agreement_sign", "housing_fund", AgreementSigned, ("registration_no", "account_no")),
    Kind("account_appoint", "bank", AccountAppointed, ("uscc", "name", "bank")),
    Kind("account_open", "bank", AccountOpened, ("uscc", "appointment_no", "receipt_no", "imprint_code")),
)
