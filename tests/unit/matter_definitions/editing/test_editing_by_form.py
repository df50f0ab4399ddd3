"""A definition as a form: sent back as it came it changes nothing, and a change changes its own lines."""

from itertools import chain
from typing import cast

import pytest
from pydantic import BaseModel

from matter_definitions.check import check_source
from matter_definitions.editing.asking import (
    Asked,
    all_typed,
    asked,
    dotted,
    edits_of,
    edits_of_entry,
    path_of,
)
from matter_definitions.editing.edits import Insert, value_at
from matter_definitions.editing.kinds import KINDS, model_at
from matter_definitions.editing.renaming import can_be_renamed, renamed
from matter_definitions.editing.skeletons import new_definition, new_entry
from matter_definitions.editing.splicing import edited
from matter_definitions.library_index import BUILT_IN, Library, built_in_library
from matter_definitions.read import Path, read_document

NEWBORN = (BUILT_IN / "matters" / "newborn.yaml").read_text(encoding="utf-8")
REGISTRATION = (BUILT_IN / "items" / "police" / "birth-registration.yaml").read_text(encoding="utf-8")
CERTIFICATE = (BUILT_IN / "items" / "health" / "birth-certificate.yaml").read_text(encoding="utf-8")


def form(text: str, kind: str, at: str = "") -> tuple[Asked, ...]:
    data = read_document(text, file="").data
    path = path_of(at)
    found = model_at(KINDS[kind].model, path)
    assert found
    return asked(found[0], value_at(data, path), path=path)


def sent(text: str, kind: str, at: str = "", **changes: str) -> str:
    parts = form(text, kind, at)
    return edited(text, edits_of(parts, {**all_typed(parts), **changes}))


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("text", "kind"), [(NEWBORN, "matter"), (REGISTRATION, "item"), (CERTIFICATE, "item")]
)
def test_a_form_that_is_sent_back_as_it_came_edits_nothing(text: str, kind: str) -> None:
    for at in ("", *_places_with_forms(KINDS[kind].model, read_document(text, file="").data)):
        parts = form(text, kind, at)
        assert edits_of(parts, all_typed(parts)) == [], at


def test_a_changed_sentence_changes_its_line() -> None:
    after = sent(NEWBORN, "matter", "questions.2", **{"questions.2.title.en": "How many babies are there?"})
    gone, come = changed(NEWBORN, after)
    assert gone == ['    title: {zh: 这次生了几个宝宝？, en: "How many babies were born?"}']
    assert come == ['    title: {zh: 这次生了几个宝宝？, en: "How many babies are there?"}']


def test_limits_numbers_and_choices_are_typed_in_parts() -> None:
    after = sent(
        REGISTRATION,
        "item",
        **{
            "limits.promised.amount": "1",
            "limits.promised.unit": "working days",
            "extension.times": "2",
            "late_correction": "true",
            "risk": "high",
        },
    )
    data = read_document(after, file="").data
    assert data["limits"] == {"statutory": "10 working days", "promised": "1 working day"}
    assert data["extension"] == {"times": 2}
    assert (data["late_correction"], data["risk"]) == (True, "high")


def test_what_cannot_be_right_is_kept_for_the_check_to_complain_of() -> None:
    after = sent(REGISTRATION, "item", **{"limits.promised.amount": "three", "title.en": ""})
    result = check_source(after, library=built_in_library())
    assert {each.path for each in result.problems} >= {"limits.promised", "title.en"}


def test_of_a_list_of_lines_only_the_lines_that_differ_are_edited() -> None:
    parts = form(REGISTRATION, "item", "results.0")
    shows = next(each for each in parts if each.part.key == "shows")
    typed = (
        shows.typed[shows.name]
        .replace("child.sex\n", "")
        .replace("mother.name", "mother.name\nmother.mobile")
    )
    after = sent(REGISTRATION, "item", "results.0", **{shows.name: typed})
    assert changed(REGISTRATION, after)[0] == ["      - child.sex"]
    assert (
        read_document(after, file="").data["results"] != read_document(REGISTRATION, file="").data["results"]
    )
    assert "      - mother.name\n      - mother.mobile\n" in after


def test_names_with_values_are_typed_as_lines() -> None:
    at = "lookups.0"
    parts = form(NEWBORN, "matter", at)
    send = next(each for each in parts if each.part.key == "send")
    assert send.typed[send.name] == "id_number: mother.id_number\nname: mother.name"
    after = sent(NEWBORN, "matter", at, **{send.name: "id_number: mother.id_number\nkind: =mother"})
    assert "    send: {id_number: mother.id_number, kind: =mother}\n" in after


def test_a_short_entry_becomes_a_mapping_with_its_second_key() -> None:
    path = path_of("fields.0")
    parts = form(REGISTRATION, "item", "fields.0")
    assert parts[0].typed == {"fields.0.field": ""}
    shown = asked(model_at(KINDS["item"].model, path)[0], {"field": "child.name"}, path=path)  # type: ignore[index]
    edits = edits_of_entry(shown, {"fields.0.when": "answers.married"}, short="field", path=path)
    assert "  - {field: child.name, when: answers.married}\n" in edited(REGISTRATION, edits)


def test_a_group_in_which_nothing_is_left_goes_away() -> None:
    with_group = sent(
        REGISTRATION, "item", **{"extension.amount.amount": "10", "extension.amount.unit": "working days"}
    )
    assert "extension" in with_group
    without = sent(with_group, "item", **{"extension.amount.amount": "", "extension.amount.unit": ""})
    assert without == REGISTRATION


def test_a_renamed_question_is_renamed_wherever_it_is_spoken_of() -> None:
    data = read_document(NEWBORN, file="").data
    codes = [each["code"] for each in cast("list[dict[str, str]]", data["questions"])]
    after = renamed(NEWBORN, "matter", ("questions", codes.index("married")), "parents_married")
    assert "answers.married" not in after
    assert "answers.parents_married" in after
    assert "parents_married: true" in after
    assert after.count("#") == NEWBORN.count("#")


def test_a_renamed_subject_takes_its_fields_along() -> None:
    at = _number(NEWBORN, "subjects", "account")
    after = renamed(NEWBORN, "matter", ("subjects", at), "payout")
    assert "code: payout" in after
    assert "account.account" not in after


def test_a_renamed_consent_and_look_up_are_renamed_in_the_examples_too() -> None:
    after = renamed(NEWBORN, "matter", ("consents", 0), "other_parent")
    assert "consent.father" not in after
    assert "consent: other_parent" in after
    assert not can_be_renamed(("items", 0))


@pytest.mark.parametrize("kind", ["item", "element", "material"])
def test_a_new_definition_is_in_order_but_for_what_nobody_uses_yet(kind: str) -> None:
    code = "new-item" if kind == "item" else "new_thing"
    result = check_source(new_definition(kind, code), library=Library())
    assert [each for each in result.problems if each.severity == "error"] == []


def test_a_new_matter_says_what_it_lacks() -> None:
    result = check_source(new_definition("matter", "new-matter"), library=Library())
    assert [each.path for each in result.problems if each.severity == "error"] == ["items"]


def test_a_new_entry_shows_what_has_to_be_filled_in() -> None:
    model = model_at(KINDS["matter"].model, path_of("questions.0"))
    assert model
    entry = new_entry(model[0], "vegetarian")
    assert entry == {"code": "vegetarian", "kind": "single", "title": {"zh": "", "en": ""}}
    assert edited(NEWBORN, [Insert(("questions",), 0, entry)]).count("code: vegetarian") == 1


def test_every_key_has_its_place_in_one_section() -> None:
    for kind in KINDS.values():
        shown = [part.key for section in kind.sections for part in kind.parts_in(section.name)]
        assert sorted(shown) == sorted(kind.model.model_fields)


def _places_with_forms(model: type[BaseModel], data: object, path: Path = ()) -> list[str]:
    parts = asked(model, data, path=path)
    inside = chain.from_iterable(each.inside for each in parts)
    entries = [entry for each in (*parts, *inside) for entry in each.entries if not entry.is_short]
    return [
        place
        for entry in entries
        for place in (
            dotted(entry.path),
            *_places_with_forms(
                _model_of(model, entry.path[len(path) :]), _below(data, path, entry.path), entry.path
            ),
        )
    ]


def _model_of(model: type[BaseModel], path: Path) -> type[BaseModel]:
    found = model_at(model, path)
    assert found
    return found[0]


def _below(data: object, path: Path, place: Path) -> object:
    return value_at(data, place[len(path) :])


def _number(text: str, key: str, code: str) -> int:
    entries = cast("list[dict[str, str]]", read_document(text, file="").data[key])
    return [each["code"] for each in entries].index(code)
