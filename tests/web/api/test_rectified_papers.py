"""A slip of the pen on a result: the new paper takes the place of the old one, and the old one says so."""

from database.queries.effect_rows import EffectRow, find_by_keys
from database.session import ENGINE, transaction
from documents.verification import grouped, new_verify_code
from engine.papers import IssuedPaper, SealedPaper, find_paper_to_seal, record_paper, record_seal
from forms.form_plan import Text
from tests.web.api.conftest import Town
from tests.web.api.shop import PERMIT, Shop, open_shop


async def issue_permit(shop: Shop, *, nth: int) -> str:
    """Drawn and sealed, as the worker records both; its verify code."""
    engine, code = shop.town.app.state.parts.engine, new_verify_code()
    key = f"{shop.case_no}/{PERMIT}/paper/{nth}"
    paper = IssuedPaper(
        kind="result",
        template="generic_result",
        template_version=1,
        title=Text("食品经营许可证", "Permit to sell food"),
        verify_code=code,
        pdf=b"%PDF-1.7 a permit",
        sha256=f"{nth:02d}" * 32,
        issuer="health@330110000000",
        holder_masked="徐*涵",
        sealed=True,
    )
    await record_paper(engine, await effect_of(shop, key), paper)
    seal = await effect_of(shop, f"{key}/seal")
    drawn = await find_paper_to_seal(engine, seal)
    assert drawn is not None
    await record_seal(engine, seal, SealedPaper(drawn, b"%PDF-1.7 sealed", "trial authority", "17"))
    return code


async def effect_of(shop: Shop, key: str) -> EffectRow:
    async with transaction(shop.town.app.state.parts.engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [key])
    return effect


async def test_verifying_a_rectified_paper_names_its_successor(town: Town) -> None:
    shop = await open_shop(town)
    await shop.is_accepted()
    await shop.is_granted()
    first = await issue_permit(shop, nth=1)
    before = await town.stranger.get(f"/verify/{grouped(first)}")

    await (await shop.officer()).post(f"{shop.at()}/rectify", {"reason": "门牌号有误"})
    second = await issue_permit(shop, nth=2)

    assert (before["status"], before["successor"]) == ("valid", None)
    old, new = [await town.stranger.get(f"/verify/{grouped(each)}") for each in (first, second)]
    assert (old["status"], old["successor"]) == ("replaced", second)
    assert (new["status"], new["successor"]) == ("valid", None)
    assert "门牌号" not in str((old, new)), "why it was wrong is the holder's business"
