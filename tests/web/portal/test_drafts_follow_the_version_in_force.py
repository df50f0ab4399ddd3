"""The pages of a draft whose matter has a new version: told once, and nothing typed is lost."""

from dataclasses import replace
from datetime import date

from database.session import ENGINE, transaction
from engine.publish import publish_plan
from forms.form_plan import FieldPlan, Need, Text
from matter_definitions.plan import Plan
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.web.portal.conftest import Site, fill_in


async def publish(site: Site, plan: Plan) -> str:
    async with transaction(site.app.state.parts.engine.database, ENGINE) as connection:
        return await publish_plan(connection, plan, effective_from=date(2025, 6, 1))


async def test_the_pages_tell_what_has_changed_and_what_is_kept(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    form = newborn().form
    fields = tuple(each for each in form.fields if each.key != "account.account_bank")
    note = FieldPlan("card.note", "card", "note", "text", Text("寄卡备注", "Note"), (Need("social-card"),))
    changed = replace(newborn(), form=replace(form, fields=(*fields, note)))
    name = await publish(site, changed)

    page = await mother.get(f"{base}/form")
    check = await mother.send(f"{base}/submitted")
    after = await mother.send(f"{base}/form", plan=name, **{"form.card.note": "请轻放"})

    for shown in (page.text, check.text):
        assert "该事项的办理要求有更新" in shown
        assert "寄卡备注" in shown
        assert "模拟银行余杭支行" in shown, "kept aside, and shown"
    assert f'name="plan" value="{name}"' in page.text
    assert "该事项的办理要求有更新" not in after.text


async def test_what_a_page_of_the_version_before_asked_is_kept(site: Site) -> None:
    mother = await site.browser().sign_in("mother")
    base = await fill_in(mother)
    old = (await mother.get(f"{base}/form")).text.partition('name="plan" value="')[2][:64]
    form = newborn().form
    fields = tuple(each for each in form.fields if each.key != "account.account_bank")
    await publish(site, replace(newborn(), form=replace(form, fields=fields)))

    typed = {"form.account.account_bank": "另一家银行", "form.account.account_name": "李晓雨"}
    await mother.send(f"{base}/form", plan=old, **typed)
    page = await mother.get(f"{base}/form")

    assert "另一家银行" in page.text
    assert "该事项的办理要求有更新" in page.text
