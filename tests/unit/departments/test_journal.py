from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from departments.simulated.journal import Journal
from departments.simulated.state import State


def test_a_line_that_a_kill_cut_off_is_forgotten_and_the_rest_stays(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.append({"record": "founded", "on": "2026-11-21"})
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"record": "task", "dep')
    again = Journal(path)
    assert again.read() == [{"record": "founded", "on": "2026-11-21"}]
    again.append({"record": "delivered", "id": "x"})
    assert len(again.read()) == 2
    again.close()


def test_the_world_keeps_its_birthday(tmp_path):
    path = tmp_path / "journal.jsonl"
    first = Journal(path)
    State(first, today=date(2026, 11, 21))
    first.close()
    second = Journal(path)
    assert State(second, today=date(2027, 5, 1)).founded_on == date(2026, 11, 21)
    second.close()


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers())))
def test_what_was_written_is_read(tmp_path_factory, records):
    journal = Journal(tmp_path_factory.mktemp("journal") / "journal.jsonl")
    for record in records:
        journal.append(record)
    assert journal.read() == records
    journal.close()
