"""What was checked on a page is not checked again when it is published, unless something is another."""

from engine.catalogue import Catalogue
from matter_definitions.stock import Stock

ITEM = ("item/lone", "item: lone\ntitle: {zh: 独, en: Lone}\n")
MATTER = ("matter/other", "matter: other\ntitle: {zh: 另, en: Other}\n")
FIRST, SECOND = (
    (
        f"element/{code}",
        f"elements:\n  - {{code: {code}, title: {{zh: 名, en: Name}}, type: text, max_length: 9}}\n",
    )
    for code in ("first", "second")
)


async def test_which_kind_is_named_first_makes_no_difference() -> None:
    catalogue = Catalogue()
    found = await catalogue.check(Stock(), [MATTER, ITEM, FIRST, SECOND])
    assert await catalogue.check(Stock(), [FIRST, SECOND, ITEM, MATTER]) is found


async def test_another_order_of_elements_text_stock_or_proof_is_another_question() -> None:
    catalogue, texts = Catalogue(), [FIRST, SECOND, MATTER]
    changed = (FIRST[0], FIRST[1].replace("9", "8"))
    for others in ([SECOND, FIRST, MATTER], [changed, SECOND, MATTER], [FIRST, SECOND]):
        found = await catalogue.check(Stock(), texts)
        assert await catalogue.check(Stock(), others) is not found
    found = await catalogue.check(Stock(), texts)
    assert await catalogue.check(Stock(), texts, prove_affected=True) is not found
    found = await catalogue.check(Stock(), texts)
    assert await catalogue.check(Stock({"item": {"lone": ITEM[1]}}), texts) is not found
