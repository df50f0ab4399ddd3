"""Materials that are the result of an item: it is sure to be there, and in time for whoever needs it."""

from collections.abc import Mapping

from matter_definitions.language.dictionary import MaterialModel
from matter_definitions.library_index import Entry
from matter_definitions.workbench import Place, UsedItem, Workbench, material_parts


def check_results_named(bench: Workbench) -> None:
    """What a material is the result of exists."""
    for entry in bench.library.materials.values():
        maker, _, result = (entry.model.result_of or "").partition(".")
        if not maker:
            continue
        found = bench.library.items.get(maker)
        if found is None or all(each.code != result for each in found.model.results):
            bench.complain(
                Place(entry.document, entry.path).below("result_of"),
                "unknown-result",
                zh=f"没有事项“{maker}”的结果“{result}”",
                en=f"there is no item “{maker}” with the result “{result}”",
            )


def check_produced(bench: Workbench, before: Mapping[str, set[str]]) -> None:
    """`before`: for each item, those whose result is there in any case before it begins."""
    makers = {item.code: item for item in bench.items}
    for item in bench.items:
        for number, need in enumerate(item.model.materials):
            entry = bench.material(need.material)
            if entry is None or entry.model.result_of is None:
                continue
            maker = makers.get(entry.model.result_of.partition(".")[0])
            if maker is None:
                continue
            place = item.place.below("materials", number)
            if maker.code not in before[item.code]:
                bench.complain(
                    place,
                    "needed-before-made",
                    zh=f"材料“{need.material}”是事项“{maker.code}”的结果，但“{item.code}”不等待它",
                    en=f"the material “{need.material}” is made by “{maker.code}”, which “{item.code}” does "
                    "not wait for",
                )
            _check_whose(bench, maker, need.material, place)
            _check_is_sure(bench, maker, entry)


def _check_whose(bench: Workbench, maker: UsedItem, material: str, place: Place) -> None:
    subject = material_parts(material)[0]
    if maker.entry.for_each and maker.entry.for_each != subject:
        bench.complain(
            place,
            "which-one",
            zh=f"事项“{maker.code}”对每个“{maker.entry.for_each}”各有一个结果，不知道“{material}”是哪一个",
            en=f"“{maker.code}” has a result for each “{maker.entry.for_each}”: which is “{material}”?",
        )


def _check_is_sure(bench: Workbench, maker: UsedItem, entry: Entry[MaterialModel]) -> None:
    """A result that comes only in some cases would be missing in the others, and nobody would be asked."""
    result = (entry.model.result_of or "").partition(".")[2]
    if not any(step.result == result and step.when is None for step in maker.model.steps):
        bench.complain(
            Place(entry.document, entry.path).below("result_of"),
            "result-not-sure",
            zh=f"事项“{maker.code}”不一定出具结果“{result}”，不能代替材料",
            en=f"“{maker.code}” does not always issue “{result}”, so it cannot stand for a material",
        )
