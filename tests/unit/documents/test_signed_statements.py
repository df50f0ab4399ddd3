"""A signed statement: over exactly this text, by exactly this person, with a certificate that holds now."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.sealing.cms import check_statement
from documents.sealing.signing import Signatory, SignatureFacts, SignatureWrong, read_trusted
from documents.sealing.trial_ca import TrialCa
from documents.sealing.trial_signers import AUTHORITY_NAME, TrialSigners, trial_pin

TEXT = "本人声明：所填内容真实、准确、完整。\n内容摘要：abc\n".encode()
MOTHER = Signatory("person", "李小雨", "330110199003071245")
FATHER = Signatory("person", "王大明", "330110198811023458")
SHOP = Signatory("company", "模拟餐饮（杭州）有限公司", "91330106MA0000015K")


@pytest.fixture(scope="module")
def provider() -> TrialSigners:
    return TrialSigners(TrialCa.create(AUTHORITY_NAME))


@pytest.fixture(scope="module")
def signature(provider: TrialSigners) -> bytes:
    return asyncio.run(provider.sign(TEXT, signatory=MOTHER))


def check(
    signature: bytes,
    provider: TrialSigners,
    *,
    text: bytes = TEXT,
    signatory: Signatory = MOTHER,
    trusted: Sequence[bytes] | None = None,
    asked_at: datetime | None = None,
    now: datetime | None = None,
) -> SignatureFacts:
    at = now or datetime.now(UTC)
    roots = [provider.authority.certificate_pem] if trusted is None else trusted
    return check_statement(
        signature, text, trusted=roots, signatory=signatory, asked_at=asked_at or at, now=at
    )


def why_not(signature: bytes, provider: TrialSigners, **change: object) -> str:
    with pytest.raises(SignatureWrong) as wrong:
        check(signature, provider, **change)  # pyright: ignore[reportArgumentType]
    return wrong.value.reason


def test_a_signature_says_who_certified_the_signer_and_with_which_certificate(
    signature: bytes, provider: TrialSigners
) -> None:
    facts = check(signature, provider)
    assert facts.authority == AUTHORITY_NAME
    assert len(facts.certificate_sha256) == 64
    assert int(facts.certificate_serial, 16) > 0
    assert abs(facts.signed_at - datetime.now(UTC)) < timedelta(minutes=10)


async def test_a_company_signs_with_its_own_kind_of_certificate(provider: TrialSigners) -> None:
    signature = await provider.sign(TEXT, signatory=SHOP)
    assert (await asyncio.to_thread(check, signature, provider, signatory=SHOP)).authority == AUTHORITY_NAME
    of_a_person = replace(SHOP, kind="person")
    assert await asyncio.to_thread(why_not, signature, provider, signatory=of_a_person) == "other_person"


def test_another_text_is_not_what_was_signed(signature: bytes, provider: TrialSigners) -> None:
    assert why_not(signature, provider, text=TEXT + b" ") == "broken"


def test_another_persons_signature_is_refused_even_of_the_same_name(
    signature: bytes, provider: TrialSigners
) -> None:
    assert why_not(signature, provider, signatory=FATHER) == "other_person"
    assert why_not(signature, provider, signatory=replace(FATHER, name=MOTHER.name)) == "other_person"


def test_a_certificate_of_an_authority_that_is_not_trusted_is_refused(
    signature: bytes, provider: TrialSigners
) -> None:
    stranger = TrialCa.create(AUTHORITY_NAME)
    assert why_not(signature, provider, trusted=[stranger.certificate_pem]) == "untrusted"
    assert why_not(signature, provider, trusted=[]) == "untrusted"


async def test_a_certificate_that_is_over_is_refused(provider: TrialSigners) -> None:
    signature = await provider.sign_with(provider.expired(MOTHER), TEXT)
    assert await asyncio.to_thread(why_not, signature, provider) == "expired"


async def test_a_certificate_that_was_revoked_is_refused(provider: TrialSigners) -> None:
    strict = TrialSigners(provider.authority)
    pair = strict.authority.issue((await _subject(strict)).subject)
    strict.revoked.add(pair.certificate.serial_number)
    signature = await strict.sign_with(pair, TEXT)
    assert await asyncio.to_thread(why_not, signature, strict) == "revoked"


async def _subject(provider: TrialSigners):
    return provider.expired(MOTHER).certificate


def test_a_signature_made_before_it_was_asked_for_is_an_old_one_sent_again(
    signature: bytes, provider: TrialSigners
) -> None:
    asked_at = datetime.now(UTC) + timedelta(hours=1)
    assert why_not(signature, provider, asked_at=asked_at, now=asked_at) == "untimely"


@pytest.mark.parametrize("sent", [b"", b"nonsense", b"0\x80", b"\x30\x03\x02\x01\x01", b"x" * 200_000])
def test_what_is_no_signature_is_refused(sent: bytes, provider: TrialSigners) -> None:
    assert why_not(sent, provider) == "broken"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_signature_never_proves_anything_else(
    signature: bytes, provider: TrialSigners, place: float, bit: int
) -> None:
    """A change that no signature covers (the list of revoked certificates has its own) may be without
    effect; what is proved is the same then."""
    forged = bytearray(signature)
    forged[int(place * len(signature))] ^= 1 << bit
    try:
        facts = check(bytes(forged), provider)
    except SignatureWrong:
        return
    assert replace(facts, signature_sha256="") == replace(check(signature, provider), signature_sha256="")


SHA_256 = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1


@pytest.mark.parametrize("other", [0, 3, 5, 11, 99])
def test_a_signature_that_names_another_digest_is_refused(
    signature: bytes, provider: TrialSigners, other: int
) -> None:
    """One of the family that is another algorithm, or none at all."""
    assert SHA_256 in signature
    forged = signature.replace(SHA_256, SHA_256[:-1] + bytes([other]))
    assert why_not(forged, provider) == "broken"


def test_whom_to_trust_is_read_from_the_data_folder(tmp_path) -> None:
    assert read_trusted(tmp_path) == ()
    provider = TrialSigners.open(tmp_path)
    assert read_trusted(tmp_path) == (provider.authority.certificate_pem,)
    assert TrialSigners.open(tmp_path).authority.certificate_pem == provider.authority.certificate_pem


def test_the_trial_pin_is_the_end_of_the_number() -> None:
    assert (trial_pin(MOTHER), trial_pin(SHOP)) == ("071245", "00015K")


def test_without_a_list_of_revoked_certificates_nobody_knows_whether_it_holds(
    signature: bytes, provider: TrialSigners
) -> None:
    whole = cms.ContentInfo.load(signature)
    del whole["content"]["crls"]
    assert why_not(whole.dump(force=True), provider) == "untrusted"
