"""While one administrator's draft is being checked, which may take long, another one can save it."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from engine.catalogue import Catalogue
from matter_definitions.check_stock import StockChecked
from matter_definitions.stock import Stock
from tests.web.api.conftest import Person, Town
from tests.web.api.test_definitions import MATTER, administrator, drafts, of

__all__ = ["administrator"]  # a fixture


class Interrupted(Catalogue):
    """Something else happens while the first check is at work."""

    def __init__(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self._meanwhile: Callable[[], Awaitable[object]] | None = meanwhile

    async def check(
        self, stock: Stock, texts: Iterable[tuple[str, str]], *, prove_affected: bool = False
    ) -> StockChecked:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            await meanwhile()
        return await super().check(stock, texts, prove_affected=prove_affected)


async def test_what_is_saved_during_a_check_is_kept_and_does_not_count_as_checked(
    town: Town, administrator: Person
) -> None:
    *parts, matter = await drafts(administrator)
    changed = MATTER.replace("4 working days", "5 working days")

    async def save() -> None:
        answer = await administrator.call("PUT", of(matter), json={"source": changed})
        assert answer.status_code == 200, answer.text

    whole = town.app.state.parts
    town.app.state.parts = replace(whole, engine=replace(whole.engine, catalogue=Interrupted(save)))
    checked = await administrator.post(f"{of(matter)}/check", {"together": parts})
    town.app.state.parts = whole

    assert checked["ok"]
    kept = await administrator.get(of(matter))
    assert kept["source"] == changed
    assert kept["line"]["state"] == "draft"
    await administrator.post(f"{of(matter)}/check", {"together": parts})
    assert (await administrator.get(of(matter)))["line"]["state"] == "checked"
