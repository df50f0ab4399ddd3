"""What departments are asked when a household or a pension relation moves from one place to another."""

from typing import Literal

from pydantic import AwareDatetime

from departments.kind import Data, Fen, Kind, Region, Text

# One region's treasury sends, the other's expects: by the sender's key for the transfer.


class TransferSent(Data):
    """On its way; whether it arrived, the treasury of whoever expects it tells."""

    transfer_no: Text


class Arrived(Data):
    """Money on the account; `transaction_no` is the treasury's own number of the entry."""

    amount_fen: Fen
    transaction_no: Text
    arrived_at: AwareDatetime


class ArrivalClosed(Data):
    returned_fen: Fen


class PensionRelation(Data):
    scheme: Literal["resident", "employee"]
    region: Region


class Entered(Data):
    registration_no: Text


class PaidBack(Data):
    """What the bank says: the money is on the person's account."""

    amount_fen: Fen
    transaction_no: Text


class Nothing(Data):
    """The outcome alone is the answer."""


_PERSON = ("id_number", "region")

MOVING: tuple[Kind, ...] = (
    Kind("fund_transfer", "treasury", TransferSent, ("amount_fen", "account")),
    Kind("arrival_expect", "treasury", Arrived, ("amount_fen", "account", "transfer_key")),
    Kind("arrival_close", "treasury", ArrivalClosed, ("arrival_key",)),
    Kind("pension_lookup", "pension", PensionRelation, ("id_number",), looks_up_only=True),
    Kind("pension_relation_close", "pension", Nothing, _PERSON),
    Kind(
        "contribution_refund",
        "pension",
        PaidBack,
        ("id_number", "account_name", "account_no", "amount_fen"),
    ),
    Kind("pension_account_merge", "pension", Entered, (*_PERSON, "scheme", "amount_fen")),
    Kind("household_move_out", "household", Entered, (*_PERSON, "to_region")),
    Kind("household_move_back", "household", Nothing, ("registration_no",)),
    Kind("household_move_in", "household", Entered, (*_PERSON, "address")),
    Kind("identity_card_make", "household", Entered, ("id_number", "name")),
    Kind("residence_permit_cancel", "household", Entered, _PERSON),
)
