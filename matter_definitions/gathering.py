"""Fields and materials gathered from all items of a matter: each once, with everybody's needs."""

from dataclasses import dataclass, field

from forms.form_plan import FieldPlan, MaterialPlan, Need, Option
from forms.values.registry import VALUE_TYPES
from matter_definitions.workbench import Place, UsedItem, Workbench, material_parts

DELIVERY_MODE = "delivery.mode"  # answered with the delivery, not a field of the dictionary


@dataclass(slots=True)
class Gathered:
    """What is known of one field before it becomes part of the plan."""

    place: Place
    needs: list[Need] = field(default_factory=list[Need])
    produced_by: str | None = None
    derive: str | None = None
    derive_from: str | None = None


def gather_fields(bench: Workbench) -> tuple[FieldPlan, ...]:
    """In the order of the subjects, then of the dictionary: the order of a form that people know."""
    gathered: dict[str, Gathered] = {}
    for item in bench.items:
        _gather_needs(bench, item, gathered)
        _gather_produced(bench, item, gathered)
    if bench.matter.delivery:
        for number, key in enumerate(bench.matter.delivery.mail_needs):
            _gathered(bench, gathered, key, bench.place.below("delivery", "mail_needs", number))
    for number, derived in enumerate(bench.matter.derived):
        if derived.field in gathered:
            gathered[derived.field].derive = derived.value
            gathered[derived.field].derive_from = derived.from_number
        else:
            place = bench.place.below("derived", number, "field")
            if _gathered(bench, {}, derived.field, place) is not None:
                complain_of_unasked(bench, derived.field, place)
    fields = [made for key, each in gathered.items() if (made := _field(bench, key, each))]
    subjects = _subject_order(bench)
    order = {code: number for number, code in enumerate(bench.library.elements)}
    return tuple(sorted(fields, key=lambda made: (subjects[made.subject], order[made.element], made.key)))


def gather_materials(bench: Workbench) -> tuple[MaterialPlan, ...]:
    needs: dict[str, list[Need]] = {}
    for item in bench.items:
        for number, need in enumerate(item.model.materials):
            place = item.place.below("materials", number)
            if bench.material(need.material) is None:
                complain_of_material(bench, need.material, place)
                continue
            subject = bench.subject(material_parts(need.material)[0] or "")
            when = both(subject.when if subject else None, need.when)
            needs.setdefault(need.material, []).append(Need(item.code, need.required, when))
    plans = [_material(bench, key, tuple(each)) for key, each in needs.items()]
    order = {code: number for number, code in enumerate(bench.library.materials)}
    subjects = _subject_order(bench)
    return tuple(
        sorted(
            plans,
            key=lambda each: (
                subjects.get(each.subject or "", -1),
                order[material_parts(each.key)[1]],
                each.key,
            ),
        )
    )


def both(first: str | None, second: str | None) -> str | None:
    """Two conditions that must both hold."""
    if first is None or second is None:
        return first or second
    return f"({first}) && ({second})"


def complain_of_unasked(bench: Workbench, key: str, place: Place) -> None:
    bench.complain(
        place,
        "never-known",
        zh=f"用到了“{key}”，但没有事项询问或填写它",
        en=f"“{key}” is used here, but no item asks for it or fills it in",
    )


def complain_of_material(bench: Workbench, key: str, place: Place) -> None:
    bench.complain(
        place,
        "unknown-material",
        zh=f"材料库中没有“{key}”",
        en=f"there is no material “{key}” in the dictionary",
    )


def _gather_needs(bench: Workbench, item: UsedItem, gathered: dict[str, Gathered]) -> None:
    seen: set[str] = set()
    for number, need in enumerate(item.model.fields):
        place = item.place.below("fields", number)
        if need.field in seen:
            bench.complain(
                place,
                "duplicate",
                zh=f"字段“{need.field}”写了两次",
                en=f"the field “{need.field}” is there twice",
            )
            continue
        seen.add(need.field)
        found = _gathered(bench, gathered, need.field, place)
        subject = bench.subject(need.field.partition(".")[0])
        if found and subject:
            found.needs.append(Need(item.code, need.required, both(subject.when, need.when)))


def _gather_produced(bench: Workbench, item: UsedItem, gathered: dict[str, Gathered]) -> None:
    for number, step in enumerate(item.model.steps):
        place = item.place.below("steps", number)
        made = [(each.field, place.below("officer_fields", n)) for n, each in enumerate(step.officer_fields)]
        made += [(key, place.below("receive", key)) for key in step.receive]
        for key, where in made:
            found = _gathered(bench, gathered, key, where)
            if found is None:
                continue
            if found.produced_by not in (None, item.code):
                bench.complain(
                    where,
                    "made-twice",
                    zh=f"“{key}”已由事项“{found.produced_by}”填写",
                    en=f"“{key}” is already filled in by the item “{found.produced_by}”",
                )
                continue
            found.produced_by = item.code


def _gathered(bench: Workbench, gathered: dict[str, Gathered], key: str, place: Place) -> Gathered | None:
    """The entry of a key, made when it is new; None and a problem when the key means nothing."""
    if key == DELIVERY_MODE and bench.matter.delivery:
        return None
    subject = key.partition(".")[0]
    if bench.subject(subject) is None:
        bench.complain(
            place,
            "unknown-subject",
            zh=f"这件事没有对象“{subject}”（“{key}”）",
            en=f"this matter has no subject “{subject}” (“{key}”)",
        )
        return None
    if bench.element(key) is None:
        bench.complain(
            place,
            "unknown-element",
            zh=f"数据元字典中没有“{key}”",
            en=f"the dictionary has no element for “{key}”",
        )
        return None
    return gathered.setdefault(key, Gathered(place))


def _field(bench: Workbench, key: str, gathered: Gathered) -> FieldPlan | None:
    entry = bench.element(key)
    assert entry is not None
    element = entry.model
    if element.type not in VALUE_TYPES:
        return None  # told once, at the dictionary
    return FieldPlan(
        key=key,
        subject=key.partition(".")[0],
        element=element.code,
        value_type=element.type,
        title=element.title.text,
        needs=tuple(gathered.needs),
        hint=element.hint.text if element.hint else None,
        options=tuple(Option(option.code, option.text.text) for option in element.options),
        max_length=element.max_length,
        sensitivity=element.sensitivity or VALUE_TYPES[element.type].sensitivity,
        produced_by=gathered.produced_by,
        derive=gathered.derive,
        derive_from=gathered.derive_from,
    )


def _material(bench: Workbench, key: str, needs: tuple[Need, ...]) -> MaterialPlan:
    entry = bench.material(key)
    assert entry is not None
    material = entry.model
    maker, _, result = (material.result_of or "").partition(".")
    is_made_here = any(item.code == maker for item in bench.items)
    return MaterialPlan(
        key=key,
        subject=material_parts(key)[0],
        title=material.title.text,
        needs=needs,
        hint=material.hint.text if material.hint else None,
        media_types=tuple(material.media_types),
        replaced_by=tuple(each.code for each in bench.matter.lookups if key in each.replaces),
        produced_by=maker if is_made_here else None,
        result=result if is_made_here else None,
    )


def _subject_order(bench: Workbench) -> dict[str, int]:
    return {subject.code: number for number, subject in enumerate(bench.matter.subjects)}
