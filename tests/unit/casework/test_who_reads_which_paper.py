"""A department sees what its items need (`forms/department_view.py`), and no paper tells it more."""

from types import SimpleNamespace
from typing import Any

from casework.case_documents import may_read_template


def reader(kind: str) -> Any:
    return SimpleNamespace(kind=kind, is_staff=kind != "applicant")


def test_the_application_form_is_read_by_the_applicant_and_by_no_department() -> None:
    assert may_read_template(reader("applicant"), "application_form")
    assert may_read_template(reader("supervisor"), "application_form")
    assert not may_read_template(reader("officer"), "application_form")


def test_what_is_written_for_the_offices_is_read_by_them_alone() -> None:
    assert may_read_template(reader("officer"), "approval_sheet")
    assert not may_read_template(reader("applicant"), "approval_sheet")
