"""Every field and material that an item lists is needed in some situation."""

from collections.abc import Iterable

import z3

from forms.form_plan import FieldPlan, MaterialPlan, Need
from matter_definitions.proof.refuting import Proof
from matter_definitions.workbench import UsedItem


def prove_needs(proof: Proof) -> None:
    for item in proof.bench.items:
        _prove_fields(proof, item)
        _prove_materials(proof, item)


def _prove_fields(proof: Proof, item: UsedItem) -> None:
    for number, each in enumerate(item.model.fields):
        for need in _needs(proof.form.fields, each.field, item.code):
            proof.must_be_possible(
                z3.And(proof.possible.no_exit(), proof.possible.needed(need)),
                item.place.below("fields", number),
                "never-needed",
                zh=f"没有任何回答会要求填写“{each.field}”",
                en=f"no answers ever ask for “{each.field}”",
            )


def _prove_materials(proof: Proof, item: UsedItem) -> None:
    for number, each in enumerate(item.model.materials):
        for need in _needs(proof.form.materials, each.material, item.code):
            proof.must_be_possible(
                z3.And(proof.possible.no_exit(), proof.possible.needed(need)),
                item.place.below("materials", number),
                "never-needed",
                zh=f"没有任何回答会要求提交材料“{each.material}”",
                en=f"no answers ever ask for the material “{each.material}”",
            )


def _needs(things: Iterable[FieldPlan | MaterialPlan], key: str, item: str) -> list[Need]:
    return [need for each in things if each.key == key for need in each.needs if need.item == item]
