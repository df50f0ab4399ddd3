import json

from departments.simulated.contract_document import DOCUMENT, render


def test_the_document_in_the_repository_is_the_one_that_is_served():
    """Otherwise: python -m departments.simulated.contract_document"""
    assert DOCUMENT.read_text(encoding="utf-8") == render()


def test_every_operation_of_the_contract_is_described():
    paths = json.loads(render())["paths"]
    for path in ("/{department}/tasks", "/{department}/tasks/{key}", "/{department}/reconciliation/{day}"):
        for operation in paths[path].values():
            assert operation["summary"]
            assert "200" in operation["responses"]
