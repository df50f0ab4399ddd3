"""Every item can be on, some item always is, and what an item waits for is made or handed in."""

import z3

from forms.form_plan import FormPlan
from matter_definitions.language.matters import AnyOf
from matter_definitions.proof.naming import item_named, several
from matter_definitions.proof.refuting import Proof
from matter_definitions.workbench import Place, UsedItem


def prove_items(proof: Proof) -> None:
    for item in proof.bench.items:
        name = item_named(item)
        proof.must_be_possible(
            z3.And(proof.possible.no_exit, proof.is_on(item.code)),
            item.entry_place.below("when"),
            "never-on",
            zh=f"没有任何回答会办理事项{name.zh}",
            en=f"no answers switch the item {name.en} on",
        )
        for number, group in enumerate(item.entry.after):
            _prove_what_it_waits_for(proof, item, group, item.entry_place.below("after", number))


def prove_that_answers_lead_somewhere(proof: Proof) -> None:
    off = [z3.Not(proof.possible.on(each)) for each in proof.form.switches]
    proof.must_never_be(
        z3.And(proof.possible.no_exit, *off),
        proof.bench.place.below("items"),
        "leads-nowhere",
        zh="有的回答不会办理任何事项，也没有告诉申请人该去哪里",
        en="there are answers with which no item is on, and nobody is told where to go instead",
    )


def _prove_what_it_waits_for(proof: Proof, item: UsedItem, group: AnyOf, place: Place) -> None:
    """When the whole group is off, what it would have made is handed in; so something must ask for it."""
    makers = [each for code in group.any for each in proof.bench.items if each.code == code]
    asked_for = any(_asks_for_what_it_makes(proof.form, item.code, each.code) for each in makers)
    if group.when_on or not makers or asked_for:
        return
    off = [z3.Not(proof.is_on(each.code)) for each in makers]
    name, awaited = item_named(item), several([item_named(each) for each in makers])
    proof.must_never_be(
        z3.And(proof.possible.no_exit, proof.is_on(item.code), *off),
        place,
        "waits-for-nothing",
        zh=f"事项{name.zh}要等{awaited.zh}，但有时不办理后者，又没有要求申请人提交它的结果",
        en=f"the item {name.en} waits for {awaited.en}, which may be off while nothing that it makes is asked"
        " for instead",
    )


def _asks_for_what_it_makes(form: FormPlan, item: str, maker: str) -> bool:
    made = [each for each in (*form.fields, *form.materials) if each.produced_by == maker]
    return any(need.item == item and need.required for each in made for need in each.needs)
