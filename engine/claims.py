"""What may be done only once (a birth registration per birth record): taken anew when an end is undone.

An item that ends without a result frees what it had taken (`writing`). When that end is undone, it takes it
again in the same transaction; what another case took meanwhile cannot be had back, so the act is refused.
"""

from sqlalchemy import text

from engine.case_change import CaseChange
from engine.values import instance_of
from forms.form_plan import Text
from forms.uniqueness import unique_values
from matter_definitions.state import ENDED_WITHOUT_RESULT, ItemState
from refusals import NotNow
from secrecy.lookup import uniqueness_digest

# Waits for another transaction that takes the same just now, and sees what became of it.
_TAKE_AGAIN = text("""
    INSERT INTO uniqueness (item, digest, case_id, item_key, parties)
    SELECT :item, :digest, :case_id, :item_key, parties FROM matter_case WHERE id = :case_id
    ON CONFLICT (item, digest) DO NOTHING
    RETURNING case_id
""")
_HOLDER = text("SELECT case_id FROM uniqueness WHERE item = :item AND digest = :digest")


class TakenAlready(NotNow):
    """An item that may be done only once (a birth registration per birth record) is under way or done."""

    type = "already-under-way"
    title = Text(
        zh="同一事项已在办理或已办结，不能重复申请",
        en="The same thing is being handled or has been done; it cannot be applied for again",
    )


class TakenMeanwhile(TakenAlready):
    """Another case does it now. `holder` is that case's id, for whoever may know of it."""

    title = Text(
        zh="同一事项已由另一件办理或办结，不能恢复办理",
        en="Another case is handling the same thing or has done it; this one cannot be taken up again",
    )

    def __init__(self, detail: Text | None = None, *, holder: int | None = None) -> None:
        super().__init__(detail)
        self.holder = holder


async def follow(change: CaseChange) -> None:
    """Takes what the items had freed that are no longer at their end. Raises TakenMeanwhile (409)."""
    wanted = [
        (item.code, digest, item.key)
        for item in change.state.items.values()
        if _is_taken_up_again(change, item) and (digest := _digest_of(change, item)) is not None
    ]
    for code, digest, key in sorted(wanted):  # in one order, so that no two cases wait for each other
        row = {"item": code, "digest": digest}
        owner = {"case_id": change.id, "item_key": key}
        if (await change.connection.execute(_TAKE_AGAIN, {**row, **owner})).first() is None:
            holder = (await change.connection.execute(_HOLDER, row)).scalar_one_or_none()
            raise TakenMeanwhile(holder=holder)


def _is_taken_up_again(change: CaseChange, item: ItemState) -> bool:
    before = change.before.items.get(item.key)
    if before is None or before.standing == item.standing:
        return False
    return before.standing in ENDED_WITHOUT_RESULT and item.standing not in ENDED_WITHOUT_RESULT


def _digest_of(change: CaseChange, item: ItemState) -> bytes | None:
    """By the values as they are now; None when the item may be done any number of times."""
    instance = instance_of(change.plan.item(item.code), item)
    values = unique_values(change.plan.form, item.code, values=change.values, instance=instance)
    if values is None:
        return None
    assert change.keys is not None, "a case that is changed by the engine has them"
    return uniqueness_digest(change.keys, item=item.code, values=values)
