import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from departments.registry import CONNECTORS, FILE_NAME, ConnectorsUnreadable, load_connectors

URL = "http://127.0.0.1:8700"


def test_the_local_stack_makes_its_secrets_once(tmp_path):
    first = load_connectors(tmp_path, departments_url=URL, local=True)
    assert set(first) == set(CONNECTORS)
    assert first["tax"].base_url == f"{URL}/tax"
    assert load_connectors(tmp_path, departments_url=URL, local=True) == first


def test_nobody_else_may_read_the_secrets(tmp_path):
    load_connectors(tmp_path, departments_url=URL, local=True)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        all_seen = list(
            pool.map(lambda _: load_connectors(tmp_path, departments_url=URL, local=True), range(8))
        )
    assert all(one == all_seen[0] for one in all_seen)


def test_outside_the_local_stack_a_missing_file_is_said(tmp_path):
    with pytest.raises(ConnectorsUnreadable, match="missing"):
        load_connectors(tmp_path, departments_url=URL, local=False)


def test_a_missing_connector_is_named(tmp_path):
    without_tax(tmp_path)
    with pytest.raises(ConnectorsUnreadable, match="tax"):
        load_connectors(tmp_path, departments_url=URL, local=False)


def test_the_local_stack_adds_what_a_folder_of_an_earlier_version_lacks(tmp_path):
    before = without_tax(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        all_seen = list(
            pool.map(lambda _: load_connectors(tmp_path, departments_url=URL, local=True), range(8))
        )
    assert all(one == all_seen[0] for one in all_seen)
    assert set(all_seen[0]) == set(CONNECTORS)
    assert {code: one.secret for code, one in all_seen[0].items() if code != "tax"} == before


def without_tax(folder):
    """Every secret but that of tax, which is missing in the file."""
    load_connectors(folder, departments_url=URL, local=True)
    content = json.loads((folder / FILE_NAME).read_text())
    del content["tax"]
    (folder / FILE_NAME).write_text(json.dumps(content))
    return {code: one["secret"] for code, one in content.items()}


def test_an_address_of_its_own_wins(tmp_path):
    load_connectors(tmp_path, departments_url=URL, local=True)
    content = json.loads((tmp_path / FILE_NAME).read_text())
    content["tax"]["base_url"] = "https://tax.example.test/v1"
    (tmp_path / FILE_NAME).write_text(json.dumps(content))
    found = load_connectors(tmp_path, departments_url=URL, local=False)
    assert found["tax"].base_url == "https://tax.example.test/v1"
