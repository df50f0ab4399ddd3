"""Every field and material of an item is needed in some situation, and no paper is asked for twice."""

from collections.abc import Iterable

import z3

from forms.form_plan import FieldPlan, MaterialPlan
from matter_definitions.proof.naming import part_named
from matter_definitions.proof.refuting import Proof
from matter_definitions.workbench import Place, UsedItem, material_parts


def prove_needs(proof: Proof) -> None:
    """Of items that can be on: of the others that is told, and all of it follows."""
    for item in proof.bench.items:
        if proof.can_be_on(item.code):
            for number, field in enumerate(item.model.fields):
                _prove(proof, item, proof.form.fields, field.field, item.place.below("fields", number))
            for number, material in enumerate(item.model.materials):
                where = item.place.below("materials", number)
                _prove(proof, item, proof.form.materials, material.material, where)


def prove_papers_asked_once(proof: Proof) -> None:
    """`identity_card` beside `mother.identity_card`: in no situation is one paper brought under two keys."""
    plain = {each.key: each for each in proof.form.materials if each.subject is None}
    for owned in proof.form.materials:
        same = plain.get(material_parts(owned.key)[1])
        if owned.subject is None or same is None:
            continue
        name, brought = part_named(proof.form, owned), proof.possible.brought
        for item in proof.bench.items:
            for number, need in enumerate(item.model.materials):
                if need.material == same.key:
                    proof.must_never_be(
                        z3.And(proof.possible.no_exit, brought(same), brought(owned)),
                        item.place.below("materials", number),
                        "asked-twice",
                        zh=f"同一材料有时又作为{name.zh}要求，会重复提交；请写明是谁的",
                        en=f"the same material may be asked for as {name.en}, too: say whose it is",
                    )


def _prove(
    proof: Proof, item: UsedItem, parts: Iterable[FieldPlan | MaterialPlan], key: str, place: Place
) -> None:
    for part in parts:
        for need in part.needs:
            if part.key == key and need.item == item.code and not proof.can_be_needed(need):
                name = part_named(proof.form, part)
                proof.bench.complain(
                    place,
                    "never-needed",
                    zh=f"没有任何回答会要求{name.zh}",
                    en=f"no answers ever ask for {name.en}",
                )
