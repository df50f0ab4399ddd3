import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.names import EXTENSIONS, MAX_LENGTH, download_headers, safe_name


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("C:\\Users\\我\\身份证.png", "身份证.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("合同\u202efdp.exe", "合同fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
    ],
)
def test_a_name_is_shown_without_folders_and_trickery(declared: str, shown: str) -> None:
    assert safe_name(declared, media_type="application/pdf") == shown


@given(st.text(), st.sampled_from(sorted(EXTENSIONS)))
def test_whatever_is_declared_the_name_is_fit_and_the_header_is_one_line(name: str, media_type: str) -> None:
    safe = safe_name(name, media_type=media_type)
    assert safe.endswith(EXTENSIONS[media_type])
    assert len(safe) <= MAX_LENGTH + 4
    assert "/" not in safe
    assert "\\" not in safe
    header = download_headers(safe, media_type=media_type)["Content-Disposition"]
    assert header.startswith("attachment;")
    assert header.isascii()
    assert "\n" not in header


def test_a_download_is_never_shown_as_a_page() -> None:
    headers = download_headers('a"b.pdf', media_type="application/pdf")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert 'filename="a_b.pdf"' in headers["Content-Disposition"]
