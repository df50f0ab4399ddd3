"""What a region does otherwise is edited by the same forms as any other definition."""

from matter_definitions.check import check_source
from matter_definitions.editing.asking import all_typed, edits_of
from matter_definitions.editing.places import place_of
from matter_definitions.editing.skeletons import new_override
from matter_definitions.editing.splicing import edited
from matter_definitions.library_index import built_in_library
from matter_definitions.read import read_document

YUHANG = "330110000000"
OTHERWISE = f"""override: newborn
region: "{YUHANG}"
items:
  - item: birth-registration  # 公安
    limits: {{promised: 1 working day}}
    materials: [household_pages]
hints:
  questions:
    married: {{zh: 以结婚证为准, en: By the certificate}}
delivery: {{modes: [electronic]}}
"""


def test_a_new_one_is_in_order_and_changes_nothing() -> None:
    result = check_source(new_override("newborn", YUHANG), library=built_in_library())
    assert [each for each in result.problems if each.severity == "error"] == []


def test_its_matter_and_region_are_its_name_and_not_asked() -> None:
    place = place_of("override", OTHERWISE, "basics")
    assert place
    keys = {each.part.key for each in place.parts}
    assert {"override", "region"} & keys == set()
    assert {"promise", "delivery"} <= keys


def test_forms_that_are_sent_back_as_they_came_edit_nothing() -> None:
    for at in ("basics", "items", "items.0", "hints", "more", "examples"):
        place = place_of("override", OTHERWISE, at)
        assert place
        assert edits_of(place.parts, all_typed(place.parts)) == [], at


def test_a_sentence_beside_a_question_is_typed_on_a_line() -> None:
    place = place_of("override", OTHERWISE, "hints")
    assert place
    typed = all_typed(place.parts)
    typed["hints.questions"] += "\nborn_where: {zh: 以出院小结为准, en: By the summary}"
    after = edited(OTHERWISE, edits_of(place.parts, typed))
    hints = read_document(after, file="").data["hints"]
    assert hints == {
        "questions": {
            "married": {"zh": "以结婚证为准", "en": "By the certificate"},
            "born_where": {"zh": "以出院小结为准", "en": "By the summary"},
        }
    }
    assert "# 公安" in after
