"""A paper names the authority that is competent where the item is handled."""

from types import SimpleNamespace
from typing import Any

from activities.papers.decision_notices import remedies
from forms.form_plan import Text
from matter_definitions.offers import RemedyPlan

TAIZHOU, LISHUI = "331000000000", "331100000000"


def about(region: str) -> Any:
    held = [RemedyPlan(code, Text(code, code), Text("法院", "court")) for code in (TAIZHOU, "330000000000")]
    return SimpleNamespace(
        item=SimpleNamespace(region=region, department=f"health@{region}"),
        case=SimpleNamespace(plan=SimpleNamespace(remedies=held)),
    )


def test_a_city_whose_code_ends_with_a_zero_is_not_named_by_its_neighbour() -> None:
    assert [each["authority"].zh for each in remedies(about(LISHUI))] == ["330000000000"]
    assert [each["authority"].zh for each in remedies(about(TAIZHOU))] == [TAIZHOU]
