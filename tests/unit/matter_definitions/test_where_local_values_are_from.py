"""Days and amounts differ from place to place: the library says beside each where it is from."""

from pathlib import Path

from tests.every_case import for_every

LIBRARY = Path(__file__).parents[3] / "matter_definitions" / "library"
ITEMS = sorted(LIBRARY.glob("items/*/*.yaml"))
LOCAL = ("limits:", "    valid_for:")


@for_every("path", ITEMS)
def test_the_limits_and_validities_of_an_item_have_a_source_or_are_called_an_example(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    local = [number for number, line in enumerate(lines) if line.startswith(LOCAL)]
    assert local
    for number in local:
        assert "#" in lines[number] or lines[number - 1].lstrip().startswith("#"), lines[number]
