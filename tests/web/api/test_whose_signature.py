"""Whoever agrees signs as well, and a company signs as a company."""

from departments.simulated.people import HE_ZHIQIANG, XU_SHUHAN
from tests.web.api.conftest import DEPARTMENTS, Town
from tests.web.api.flat import COMPANY, FORM, PARTNER, PINS, Flat, open_flat, pointers, sign_at


class TestWhoAgrees:
    """The other tenant signs before he agrees."""

    async def test_he_signs_what_he_is_shown_and_then_agrees(self, town: Town) -> None:
        flat, consent = await self._asked(town)
        partner = await flat.partner()
        refused = await partner.post(f"{consent}", {"decision": "give"}, status=422)
        assert pointers(refused) == ["/signature"]

        await self._sign(town, consent)
        signed = await partner.get(f"{consent}/signature")
        assert signed["state"] == "signed"
        assert "我同意共同备案这份租赁合同。" in signed["statement"]
        await partner.post(consent, {"decision": "give"})

        await flat.sign()
        await flat.submit()
        kept = town.sql("SELECT part, case_id IS NOT NULL FROM signed_statement ORDER BY part")
        assert kept == [("applicant", True), ("consent:partner", True)]

    async def test_the_tenants_own_certificate_is_not_his(self, town: Town) -> None:
        flat, consent = await self._asked(town)
        await town.behave("signing", signature="another_person")
        await self._sign(town, consent)
        signed = await (await flat.partner()).get(f"{consent}/signature")
        assert signed["reason_words"] == "签名用的是别人的证书"
        answer = await (await flat.tenant()).call("POST", f"{consent}/signature")
        assert answer.status_code == 404

    async def test_refusing_takes_no_signature(self, town: Town) -> None:
        flat, consent = await self._asked(town)
        await (await flat.partner()).post(consent, {"decision": "refuse"})
        assert (await flat.view())["consents"][0]["state"] == "refused"

    async def _asked(self, town: Town) -> tuple[Flat, str]:
        flat = await open_flat(town, shared=True)
        await town.person(PARTNER)
        asked = await (await flat.tenant()).post(f"{flat.path}/consents/partner", status=201)
        return flat, f"/consents/{asked['id']}"

    async def _sign(self, town: Town, consent: str) -> None:
        partner = await town.person(PARTNER)
        page = (await partner.post(f"{consent}/signature", status=201))["page"]
        assert HE_ZHIQIANG.id_number not in (await town.departments.get(page.removeprefix(DEPARTMENTS))).text
        await sign_at(town, page, pin=PINS[PARTNER])


async def test_a_company_signs_with_the_certificate_of_the_company(town: Town) -> None:
    of_a_person = {"tenant.id_number": XU_SHUHAN.id_number}
    flat = await open_flat(town, persona=COMPANY, form={**FORM, **of_a_person})
    asked = await flat.ask()
    assert asked["signer_kind"] == "company"
    assert "（杭州）有限公司" in asked["statement"]

    signed = await flat.sign(pin=PINS[COMPANY])

    assert signed["state"] == "signed"
    await flat.submit()
    assert town.sql("SELECT signer_kind FROM signed_statement") == [("company",)]
