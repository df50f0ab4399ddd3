"""The basic code of an item (GB/T 39554.1-2020): its shape, the kind of item that it says, and that it is one
item's alone."""

import re
from collections.abc import Iterable

from forms.values.checked import Invalid
from forms.values.item_code import KINDS, check_basic_code, kind_in
from matter_definitions.language.items import ItemModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.stock import Shelf
from matter_definitions.workbench import UsedItem, Workbench

_CODE = re.compile(r"basic_code\W{1,9}(\d{12})")


def check_codes(bench: Workbench) -> None:
    for item in bench.items:
        _check_code(bench, item)


def _with_code(library: Library, basic: str) -> Iterable[Entry[ItemModel]]:
    items = library.items
    return items.saying(_CODE, basic) if isinstance(items, Shelf) else items.values()


def _check_code(bench: Workbench, item: UsedItem) -> None:
    basic, place = item.model.basic_code, item.place.below("basic_code")
    if basic is None:
        return
    checked = check_basic_code(basic)
    if isinstance(checked, Invalid):
        bench.complain(place, "basic-code", zh=checked.zh, en=checked.en)
        return
    if kind_in(basic) != KINDS[item.model.type]:
        right, found = KINDS[item.model.type], kind_in(basic)
        bench.complain(
            place,
            "basic-code",
            zh=f"基本编码第 3、4 位是“{found}”，与事项类型不符，应为“{right}”",
            en=f"digits 3 and 4 are “{found}”; for an item of this type they are “{right}”",
        )
    others = [
        entry.model.item
        for entry in _with_code(bench.library, basic)
        if entry.model.basic_code == basic and entry.model.item != item.code
    ]
    if others:
        bench.complain(
            place,
            "basic-code",
            zh=f"基本编码与事项“{others[0]}”相同",
            en=f"the item “{others[0]}” has the same basic code",
        )
