"""A draft as its pages show it: what is known, what is asked, and all of it once more before submitting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.application_view import ApplicationView, ConsentOut
from casework.form_words import FieldOut, MaterialOut
from portal.applicant.steps import about_words, group_of
from portal.inputs import (
    Choice,
    Input,
    answer_in_words,
    choices_of,
    input_of_field,
    value_in_words,
    words_of_value,
)
from portal.language import Language
from portal.moods import Mood, mood_of
from portal.rendering import anchor_of
from portal.wording import gettext_in


@dataclass(frozen=True, slots=True)
class Fact:
    title: str
    value: str
    source: str = ""
    id: str = ""
    error: str | None = None


@dataclass(slots=True)
class Group:
    """Fields of one person. `known` are not asked; `facts` is everything, for reading."""

    title: str
    known: list[Fact] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    @property
    def known_by_source(self) -> list[tuple[str, list[Fact]]]:
        """Where it comes from is said once; what nobody knows is not shown."""
        sources: dict[str, list[Fact]] = {}
        for fact in self.known:
            if fact.value or fact.error:
                sources.setdefault(fact.source, []).append(fact)
        return list(sources.items())


@dataclass(frozen=True, slots=True)
class MaterialShown:
    key: str
    id: str
    title: str
    hint: str | None
    required: bool
    present: bool
    promised: bool
    replaced: str  # the look-up that found it; "" when none did
    replaced_by: str
    accept: str
    error: str | None


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """`name`: of one of several people, as it stands in the form. `can_ask`: who is to be asked is known;
    `instead`: papers were handed in that replace the consent;
    `changed`: it was asked already, about something that is different now."""

    consent: ConsentOut
    id: str
    mood: Mood
    can_ask: bool
    name: str
    instead: bool
    changed: bool
    error: str | None


def form_groups(
    view: ApplicationView, language: Language, *, regions: Sequence[Choice], errors: Mapping[str, str]
) -> list[Group]:
    groups: dict[str, Group] = {}
    for each in view.fields:
        group = groups.setdefault(each.group, Group(each.group))
        fact = _fact(view, each, language, regions=regions, errors=errors)
        group.facts.append(fact)
        if each.locked:
            group.known.append(fact)
        else:
            group.inputs.append(input_of_field(each, language, regions=regions, errors=errors))
    if view.delivery_modes:
        _add_delivery(groups, view, language, errors=errors)
    return list(groups.values())


def materials_shown(
    view: ApplicationView, language: Language, *, errors: Mapping[str, str]
) -> list[MaterialShown]:
    """What is still to be handed in stands before what was found."""
    _ = gettext_in(language)
    shown = [
        MaterialShown(
            key=each.key,
            id=anchor_of(f"/materials/{each.key}"),
            title=_material_title(view, each, language),
            hint=each.hint,
            required=each.required,
            present=each.present,
            promised=each.promised,
            replaced=_(", ").join(one.title for one in each.replaced_by if one.found)
            if each.replaced
            else "",
            replaced_by=_(", ").join(one.title for one in each.replaced_by),
            accept=",".join(each.media_types),
            error=errors.get(f"/materials/{each.key}"),
        )
        for each in view.materials
    ]
    return sorted(shown, key=lambda each: (bool(each.replaced), not each.required))


def consents_shown(view: ApplicationView, *, errors: Mapping[str, str]) -> list[ConsentShown]:
    known = {each.key for each in view.fields if each.value not in (None, "")}
    return [
        ConsentShown(
            consent=each,
            id=anchor_of(f"/consents/{each.code}"),
            mood=mood_of("consent", each.state),
            can_ask=_key_of(each, "id_number") in known,
            name=_name(view, each),
            instead=each.satisfied and each.state != "given",
            changed=each.state == "not_asked" and each.id is not None,
            error=errors.get(f"/consents/{each.code}"),
        )
        for each in view.consents
    ]


def _key_of(consent: ConsentOut, element: str) -> str:
    number = f".{consent.instance}" if consent.instance else ""
    return f"{consent.subject}{number}.{element}"


def _name(view: ApplicationView, consent: ConsentOut) -> str:
    if consent.instance is None:
        return ""
    typed = next((each.value for each in view.fields if each.key == _key_of(consent, "name")), None)
    return str(typed or consent.group or consent.instance)


def _named(view: ApplicationView, consent: ConsentOut, language: Language) -> str:
    return about_words(_name(view, consent), consent.title, language) if consent.instance else consent.title


def whole_draft(view: ApplicationView, language: Language, *, regions: Sequence[Choice]) -> dict[str, Any]:
    """Everything once more, for reading."""
    _ = gettext_in(language)
    return {
        "items": view.items,
        "answers": [Fact(each.title, answer_in_words(each, language)) for each in view.questions],
        "groups": form_groups(view, language, regions=regions, errors={}),
        "materials": [
            Fact(
                _material_title(view, each, language),
                _stands(each, language),
            )
            for each in view.materials
        ],
        "consents": [Fact(_named(view, each, language), each.state_words) for each in view.consents],
        "signature": view.signature,
    }


def _stands(material: MaterialOut, language: Language) -> str:
    _ = gettext_in(language)
    if material.replaced:
        return _("Found by us; no file is needed")
    if material.present:
        return _("Handed in")
    return _("Promised in writing") if material.promised else _("Not handed in")


def kept_aside(view: ApplicationView, language: Language) -> list[Fact]:
    """What is no longer asked, for reading; a region's name nobody looks up for that."""
    _ = gettext_in(language)
    return [
        Fact(
            each.title,
            _("Handed in")
            if each.type == "file"
            else words_of_value(each.type, each.value, language, choices=choices_of(each.options)),
        )
        for each in view.kept_aside
    ]


def _material_title(view: ApplicationView, material: MaterialOut, language: Language) -> str:
    """Two people have an identity card each."""
    group = group_of(view, material.key)
    return about_words(group, material.title, language) if group else material.title


def _fact(
    view: ApplicationView,
    each: FieldOut,
    language: Language,
    *,
    regions: Sequence[Choice],
    errors: Mapping[str, str],
) -> Fact:
    pointer = f"/form/{each.key}"
    return Fact(
        title=each.title,
        value=value_in_words(each, language, regions=regions),
        source=_source(view, each, language),
        id=anchor_of(pointer),
        error=errors.get(pointer),
    )


def _source(view: ApplicationView, each: FieldOut, language: Language) -> str:
    _ = gettext_in(language)
    if each.source == "derived":
        return _("worked out from what you entered")
    known = view.prefilled.get(each.key)
    return known.source_title if known else ""


def _add_delivery(
    groups: dict[str, Group], view: ApplicationView, language: Language, *, errors: Mapping[str, str]
) -> None:
    """How, before where to: the address of a parcel belongs to the same group."""
    _ = gettext_in(language)
    words = {"pickup": _("I collect it"), "mail": _("By post"), "electronic": _("Only electronically")}
    chosen = str(view.delivery.get("mode") or "")
    title, pointer = _("How do you want to get the results?"), "/delivery/mode"
    asked = Input(
        name="delivery.mode",
        id=anchor_of(pointer),
        kind="choice",
        title=title,
        value=chosen,
        error=errors.get(pointer),
        choices=[(mode, words.get(mode, mode)) for mode in view.delivery_modes],
    )
    name = next((each.group for each in view.fields if each.subject == "delivery"), _("Delivery"))
    group = groups.setdefault(name, Group(name))
    group.inputs.insert(0, asked)
    group.facts.insert(0, Fact(title, words.get(chosen, "")))
