"""A signature counts for exactly the content that was signed, as the one of who signed it."""

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from casework.signing.content import APPLICANT, Content
from casework.signing.rows import SigningRow, Standing, standing_of

SIGNER, ANOTHER = uuid4(), uuid4()
NOW = Content(APPLICANT, {"rent": 3500})
BEFORE = Content(APPLICANT, {"rent": 3400})

values = st.dictionaries(st.text(max_size=6), st.text(max_size=6) | st.integers() | st.booleans() | st.none())


def row(state: str, content: Content = NOW, *, signer: UUID = SIGNER) -> SigningRow:
    return SigningRow(
        id=uuid4(),
        application_id=uuid4(),
        part=content.part,
        signer=signer,
        signer_kind="person",
        state=state,
        reason=None,
        effect_key=str(uuid4()),
        content_sha256=content.sha256,
        statement_sha256="",
        signed_at=None,
        authority=None,
        certificate_serial=None,
        signature_sha256=None,
        ciphertext=b"",
    )


def standing(*rows: SigningRow, content: Content = NOW, signer: UUID | None = SIGNER) -> Standing:
    return standing_of(rows, content, signer=signer).standing


def test_each_way_in_which_a_part_may_stand() -> None:
    assert standing() == "not_signed"
    assert standing(row("asked")) == "asked"
    assert standing(row("refused")) == "refused"
    assert standing(row("signed")) == "signed"
    assert standing(row("signed", BEFORE)) == "void"
    assert standing(row("asked", BEFORE)) == "not_signed"


def test_a_signature_stays_when_something_is_asked_after_it() -> None:
    assert standing(row("signed"), row("refused"), row("asked", BEFORE)) == "signed"


def test_after_a_change_the_new_question_is_what_counts() -> None:
    assert standing(row("signed", BEFORE), row("asked")) == "asked"
    assert standing(row("signed", BEFORE), row("asked"), row("signed")) == "signed"


def test_nobody_submits_with_the_signature_of_another_or_of_another_part() -> None:
    assert standing(row("signed", signer=ANOTHER)) == "not_signed"
    assert standing(row("signed"), signer=None) == "not_signed"
    assert standing(row("signed", replace(NOW, part="consent:father"))) == "not_signed"


@given(values, values)
def test_the_digest_is_the_same_for_the_same_content_and_for_no_other(
    one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = Content(APPLICANT, one), Content(APPLICANT, other)
    backwards = Content(APPLICANT, dict(reversed(one.items())))
    assert first.sha256 == backwards.sha256
    assert (first.sha256 == second.sha256) == (first.canonical == second.canonical)
    if _typed(one) != _typed(other):
        assert first.sha256 != second.sha256


def _typed(document: dict[str, object]) -> dict[str, tuple[str, object]]:
    """With the types: True and 1 are another answer."""
    return {key: (type(value).__name__, value) for key, value in document.items()}
