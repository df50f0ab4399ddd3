"""A plan in words: its items with limits and bases, its materials, its fees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from casework.words import Language, find_words
from clocks.clock import Limit
from matter_definitions.fees import Fee
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.wording.limits import limit_in_words


@dataclass(frozen=True, slots=True)
class GuideItem:
    """An item of a matter with its limits in words; `after`: items whose result it needs first.

    `basic_code` (12) is the same everywhere, `implementation_code` (31) that of the department which does it
    at the place asked for; None without a place, and while the department's credit code is not known.
    """

    code: str
    title: str
    department_kind: str
    department: str
    type: str
    basis: str
    receipt: str
    statutory: str
    promised: str
    after: list[str]
    results: list[str]
    basic_code: str | None = None
    implementation_code: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialLine:
    key: str
    title: str
    replaced_by: list[str]


def limit_words(limit: Limit, *, language: Language) -> str:
    return limit_in_words(limit).in_language(language)


def guide_items(
    plan: Plan, *, language: Language, codes: Mapping[str, str] = MappingProxyType({})
) -> list[GuideItem]:
    """`codes`: of implementation, by item."""
    return [
        replace(_guide_item(item, language=language), implementation_code=codes.get(item.code))
        for item in plan.items
    ]


def material_lines(plan: Plan, *, language: Language) -> list[MaterialLine]:
    titles = {each.code: each.title.in_language(language) for each in plan.form.lookups}
    return [
        MaterialLine(each.key, each.title.in_language(language), [titles[code] for code in each.replaced_by])
        for each in plan.form.materials
    ]


def fee_lines(fees: Iterable[Fee], *, language: Language) -> list[str]:
    """What has to be paid, in words: amounts are known when the department has set them."""
    return [fee.description.in_language(language) for fee in fees]


def department_kind_words(kind: str, *, language: Language) -> str:
    words = find_words("department_kind", kind)
    return words.in_language(language) if words else kind


def _guide_item(item: ItemPlan, *, language: Language) -> GuideItem:
    return GuideItem(
        code=item.code,
        title=item.title.in_language(language),
        department_kind=item.department_kind,
        department=department_kind_words(item.department_kind, language=language),
        type=item.type,
        basis=item.basis.in_language(language),
        receipt=limit_words(item.receipt, language=language),
        statutory=limit_words(item.statutory, language=language),
        promised=limit_words(item.promised, language=language),
        after=sorted({code for group in item.after for code in group}),
        results=[each.title.in_language(language) for each in item.results],
        basic_code=item.basic_code,
    )
