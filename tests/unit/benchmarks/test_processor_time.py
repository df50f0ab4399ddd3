"""Reading processor time out of /proc."""

from benchmarks.processor import ProcessTime, read_stat, tree_of, used_between

STAT = (
    "4711 (a (strange) name) S 42 4711 4711 0 -1 4194560 900 0 3 0 120 30 7 3 20 0 4 0 1000 9000000 2500 "
    "18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0"
)


def test_a_name_with_brackets_and_spaces_does_not_confuse_the_reader() -> None:
    assert read_stat(STAT) == ProcessTime(pid=4711, parent=42, ticks=120 + 30 + 7 + 3)


def test_a_tree_holds_the_process_and_all_its_descendants_but_no_stranger() -> None:
    processes = [
        ProcessTime(pid=1, parent=0, ticks=1),
        ProcessTime(pid=10, parent=1, ticks=2),
        ProcessTime(pid=11, parent=10, ticks=3),
        ProcessTime(pid=12, parent=11, ticks=4),
        ProcessTime(pid=20, parent=1, ticks=5),
    ]
    assert {each.pid for each in tree_of(10, processes)} == {10, 11, 12}
    assert tree_of(99, processes) == []


def test_what_is_not_known_on_this_machine_is_left_out() -> None:
    before = {"web": 1.0, "worker": None, "gone": 2.0}
    after = {"web": 1.5, "worker": 3.0, "gone": None}
    assert used_between(before, after) == {"web": 0.5}
