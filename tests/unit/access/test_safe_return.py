import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.oidc_login import challenge_of, local_path


@pytest.mark.parametrize("path", ["/", "/cases/330110202603020000000017", "/desk?queue=mine"])
def test_a_path_of_ours_is_returned_to(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "/\t/e",
    ],
)
def test_no_sign_in_leads_to_another_site(address: str) -> None:
    assert local_path(address) == "/"


@given(st.text())
def test_whatever_is_asked_the_answer_is_a_path_of_ours(address: str) -> None:
    path = local_path(address)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


def test_the_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
