import base64
import json
import stat

import pytest

from local_stack.data_folder import DataFolder, DataFolderInUse, NoStackHere
from settings import Settings


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def test_a_folder_is_used_by_one_stack_at_a_time(folder):
    with folder.lock():
        assert folder.is_locked()
        with pytest.raises(DataFolderInUse, match="already runs"):
            folder.lock()
    assert not folder.is_locked()


def test_a_secret_stays_the_same_and_is_only_for_its_owner(folder):
    secret = folder.secret("dev_token")
    assert folder.secret("dev_token") == secret
    assert folder.secret("control_token") != secret
    assert stat.S_IMODE((folder.path / "secrets" / "dev_token").stat().st_mode) == 0o600


def test_the_master_key_is_made_once_and_the_settings_can_read_it(folder):
    keys = Settings.of(ONEMATTER_MASTER_KEYS_FILE=str(folder.master_keys_file())).master_keys
    again = Settings.of(ONEMATTER_MASTER_KEYS_FILE=str(folder.master_keys_file())).master_keys
    assert len(keys.keys[keys.current]) == 32
    assert again == keys


def test_the_description_is_given_only_while_a_stack_runs(folder):
    folder.write_description({"ports": {"web": 1}})
    with pytest.raises(NoStackHere):
        folder.get_description()
    with folder.lock():
        assert folder.get_description() == {"ports": {"web": 1}}


def test_a_description_that_was_cut_off_counts_as_none(folder):
    (folder.path / "stack.json").write_text('{"ports": {"we')
    assert folder.find_description() == {}


def test_a_long_log_is_put_aside_at_the_next_start(folder, monkeypatch):
    monkeypatch.setattr("local_stack.data_folder.LARGEST_LOG_BYTES", 10)
    folder.log_file("web").write_text("x" * 11)
    with folder.open_log("web") as log:
        log.write(b"new\n")
    assert folder.last_log_lines("web") == ["new"]
    assert folder.log_file("web").with_suffix(".log.1").exists()


def test_keys_are_32_bytes_of_base64(folder):
    document = json.loads(folder.master_keys_file().read_text())
    assert [len(base64.b64decode(key)) for key in document["keys"].values()] == [32]
