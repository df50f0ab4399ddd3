from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from departments.signatures import SignatureRefused, new_secret, sign, verify

SECRET = new_secret()


@given(st.text())
def test_what_was_signed_is_accepted(text):
    headers = sign(text.encode(), secret=SECRET, message_id="m1")
    assert verify(text.encode(), secret=SECRET, headers=headers) == "m1"


@given(st.binary(), st.text(), st.text(), st.text())
def test_whatever_a_stranger_sends_is_refused_and_nothing_else(body, message_id, timestamp, signature):
    headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    with pytest.raises(SignatureRefused):
        verify(body, secret=SECRET, headers=headers)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_a_future_signature_is_refused(minutes):
    headers = sign(b"{}", secret=SECRET, message_id="m1")
    with time_machine.travel(_moved(minutes)), pytest.raises(SignatureRefused):
        verify(b"{}", secret=SECRET, headers=headers)


def test_another_secret_is_refused():
    headers = sign(b"{}", secret=new_secret(), message_id="m1")
    with pytest.raises(SignatureRefused):
        verify(b"{}", secret=SECRET, headers=headers)


def test_a_signature_is_bound_to_its_message_id():
    headers = sign(b"{}", secret=SECRET, message_id="m1") | {"webhook-id": "m2"}
    with pytest.raises(SignatureRefused):
        verify(b"{}", secret=SECRET, headers=headers)


def _moved(minutes: int):
    from datetime import UTC, datetime

    return datetime.now(UTC) + timedelta(minutes=minutes)
