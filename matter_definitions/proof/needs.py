"""Every field and material that an item lists is needed in some situation."""

from collections.abc import Iterable

import z3

from forms.form_plan import FieldPlan, MaterialPlan
from matter_definitions.proof.naming import part_named
from matter_definitions.proof.refuting import Proof
from matter_definitions.workbench import Place, UsedItem


def prove_needs(proof: Proof) -> None:
    """Of items that can be on: of the others that is told, and all of it follows."""
    for item in proof.bench.items:
        if proof.can_be_on(item.code):
            for number, field in enumerate(item.model.fields):
                _prove(proof, item, proof.form.fields, field.field, item.place.below("fields", number))
            for number, material in enumerate(item.model.materials):
                where = item.place.below("materials", number)
                _prove(proof, item, proof.form.materials, material.material, where)


def _prove(
    proof: Proof, item: UsedItem, parts: Iterable[FieldPlan | MaterialPlan], key: str, place: Place
) -> None:
    for part in parts:
        for need in part.needs:
            if part.key == key and need.item == item.code:
                name = part_named(proof.form, part)
                proof.must_be_possible(
                    z3.And(proof.possible.no_exit(), proof.possible.needed(need)),
                    place,
                    "never-needed",
                    zh=f"没有任何回答会要求{name.zh}",
                    en=f"no answers ever ask for {name.en}",
                )
