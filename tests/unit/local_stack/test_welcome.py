"""The line that a stack says when it is ready."""

from access.personas import PERSONAS
from local_stack.welcome import welcome_line


def test_everybody_who_may_sign_in_is_named_once_under_his_role() -> None:
    line = welcome_line("http://127.0.0.1:8700")
    people = line.partition("sign in as ")[2].split("; ")
    named = {role: names.split(", ") for role, _, names in (each.partition(": ") for each in people)}
    assert all(len(names) == len(set(names)) for names in named.values())
    assert {(each.role, each.name) for each in PERSONAS} == {
        (role, name) for role, names in named.items() for name in names
    }
