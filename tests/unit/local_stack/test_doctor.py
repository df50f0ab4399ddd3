import socket

from local_stack.doctor import administrator_command, can_run, examine, find_browser
from local_stack.ports import free_port


def test_what_is_here_and_what_is_missing_is_told_in_words(tmp_path):
    findings = examine(data=tmp_path, port=free_port())
    assert can_run(findings)
    assert {finding.what for finding in findings if finding.needed} == {
        "Python", "PostgreSQL", "Temporal", "PostgreSQL runs", "disk", "port",
    }  # fmt: skip
    assert all(finding.words for finding in findings)
    assert all(finding.ok or finding.remedy for finding in findings)


def test_a_taken_port_keeps_the_stack_from_running(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        findings = examine(data=tmp_path, port=other.getsockname()[1])
    assert not can_run(findings)
    assert next(finding for finding in findings if finding.what == "port").remedy.startswith(
        "onematter run --port"
    )


def test_a_browser_that_was_named_must_exist():
    assert find_browser("/nowhere/chromium") is None


def test_the_administrator_gets_one_command():
    command = administrator_command("a", "b")
    assert "\n" not in command
    assert command.endswith("a b")
