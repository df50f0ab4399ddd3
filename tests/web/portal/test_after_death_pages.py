"""The pages of `after-death`: a son reads what is known, names the other heir, and uploads nothing."""

from departments.simulated.people import JIANG_XIULAN, XU_SHUHAN
from tests.web.portal.conftest import Site

ANSWERS = {
    "answers.death_kind": "hospital",
    "answers.has_certificate": "false",
    "answers.cremation": "issue",
    "answers.household_here": "true",
    "answers.relation": "child",
    "answers.pension": "retired",
    "answers.medical_account": "unknown",
    "answers.fund": "unknown",
    "answers.other_heirs": "1",
    "answers.has_deed": "false",
    "answers.driver": "true",
}
FORM = {
    "form.heir.1.name": JIANG_XIULAN.name,
    "form.heir.1.id_number": JIANG_XIULAN.id_number,
    "form.heir.1.relation_to_deceased": "spouse",
    "form.account.account_name": XU_SHUHAN.name,
    "form.account.account_no": "6222020000000000018",
    "form.account.account_bank": "模拟银行余杭支行",
}


async def test_he_reads_the_balances_and_is_asked_for_the_other_heir_alone(site: Site) -> None:
    son = await site.browser().sign_in("reader")
    started = await son.send("/matters/after-death/start")
    base = started.url.path.rpartition("/")[0]
    for _ in range(2):  # what has been answered brings further questions
        await son.send(started.url.path, **ANSWERS)

    form = await son.get(f"{base}/form")
    await son.send(f"{base}/form", **FORM)
    materials = await son.get(f"{base}/materials")
    consent = await son.get(f"{base}/consent")

    assert "12865.00" in form.text.replace(",", "")
    assert 'name="form.fund.fund_balance"' not in form.text
    assert 'name="form.heir.1.name"' in form.text
    assert "近亲属死亡登记" in materials.text
    assert materials.text.count('type="file"') == 1  # in the place of her agreement, if she gives none
    assert "其他继承人的同意" in consent.text
    assert JIANG_XIULAN.name in consent.text
