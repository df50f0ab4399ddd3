import os

import pytest

from local_stack.account import (
    PostgresAccount,
    choose_account,
    make_place,
    namespace_account,
    place_of,
    reachable_install,
    remove_place,
    unprivileged_account,
)
from local_stack.postgres import Cluster, installed_folder

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


@pytest.mark.skipif(os.geteuid() == 0, reason="root is never direct")
def test_an_ordinary_user_runs_postgresql_directly():
    assert choose_account() == PostgresAccount()


@root_only
def test_root_prefers_a_namespace_and_falls_back_to_an_existing_user():
    assert choose_account() in (namespace_account(), unprivileged_account())
    assert choose_account() != PostgresAccount()


@root_only
def test_an_unprivileged_user_gets_a_folder_that_it_owns_behind_a_link(tmp_path):
    folder = tmp_path / "postgres"
    account = unprivileged_account()
    expected = place_of(folder, account)
    place = make_place(folder, account)
    assert place == expected
    assert folder.is_symlink()
    assert folder.resolve() == place
    assert (place.stat().st_uid, place.stat().st_gid) == account.ids
    assert make_place(folder, account) == place
    remove_place(folder)
    assert not place.exists()
    assert not folder.is_symlink()


@root_only
def test_binaries_that_the_user_cannot_reach_are_copied_where_it_can(tmp_path, monkeypatch):
    monkeypatch.setattr("local_stack.account.SHARED_FOLDER", tmp_path / "shared")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "install").symlink_to(installed_folder())
    copy = reachable_install(closed / "install", unprivileged_account(), version="test")
    assert copy == tmp_path / "shared" / "postgresql-test"
    assert (copy / "bin" / "postgres").exists()
    assert reachable_install(closed / "install", PostgresAccount(), version="test") == closed / "install"


@root_only
def test_the_server_is_told_its_place_before_that_place_exists(tmp_path):
    account = unprivileged_account()
    cluster = Cluster(folder=tmp_path / "postgres", port=1, password="any", account=account)
    assert str(place_of(tmp_path / "postgres", account)) in cluster.server_command()
