"""The opening of a company until it is a case; a bad day does one of these scenes otherwise."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from demo.business_cast import BusinessCast
from demo.handling import PAUSE_SECONDS, DemoFailed, Submitted, finish, submitted_in
from demo.people import Applicant
from departments.simulated.people import YUHANG, Person

MATTER = "open-business"
ITEMS = 11
SIGN_WITHIN_SECONDS = 30.0
YEARS_TO_PAY = 3
SHANGHAI = ZoneInfo("Asia/Shanghai")

ANSWERS: Mapping[str, object] = {
    "company_type": "limited",
    "holders": "people",
    "shareholders": 2,
    "articles": "model",
    "premises": "own",
    "prior_permit": False,
    "later_permit": False,
    "has_auditor": False,
    "directors": 1,
    "has_manager": False,
    "seals": True,
    "invoices": "small",
    "employees": 1,
    "housing_fund": True,
    "bank_account": True,
}


def play(cast: BusinessCast) -> str:
    """The good day; returns the case's number when everything came as it should."""
    draft = begin(cast)
    partner_signs(cast, draft)
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no


def name_of(cast: BusinessCast) -> str:
    return f"杭州模拟{cast.number}号科技有限公司"


def begin(cast: BusinessCast, *, first_name: str | None = None) -> str:
    """A draft, the questions and the form; returns the draft's id."""
    script, founder = cast.script, cast.founder
    draft = founder.start(MATTER, answers=ANSWERS)
    draft_id = str(draft["id"])
    script.say(
        f"{founder.zh}登录，回答 {len(ANSWERS)} 个问题：与妻子开办一家有限责任公司。",
        f"{founder.en} answers {len(ANSWERS)} questions: he founds a limited company with his wife.",
    )
    form = form_of(cast, first_name=first_name or name_of(cast))
    seen = founder.save(draft_id, form=form, delivery={"mode": "pickup"})
    wanted = [each["key"] for each in seen["materials"] if each["required"] and not each["replaced"]]
    for material in wanted:
        founder.hand_in(draft_id, material)
    found = [each["title"] for each in founder.draft(draft_id)["materials"] if each["replaced"]]
    script.say(
        f"表只填一次。系统查到了：{'、'.join(found)}，不用上传。",
        f"One form. Found by us, so nothing to upload: {', '.join(found)}.",
    )
    return draft_id


def form_of(cast: BusinessCast, *, first_name: str) -> dict[str, object]:
    """What only the founders know."""
    today = datetime.now(SHANGHAI).date()
    paid_by = today.replace(day=1, year=today.year + YEARS_TO_PAY).isoformat()
    starts = (today.replace(day=1) + timedelta(days=31)).replace(day=1).isoformat()
    return {
        "founder.mobile": cast.husband.phone,
        "company.first_name_choice": first_name,
        "company.registered_capital": 1_000_000_00,
        "company.business_scope": "软件开发；信息技术咨询服务",
        "premises.business_address": f"浙江省杭州市余杭区模拟路 {cast.number} 号",
        "premises.business_region": YUHANG,
        **_person("shareholder.1", cast.husband),
        "shareholder.1.subscribed_capital": 600_000_00,
        "shareholder.1.paid_by": paid_by,
        **_person("shareholder.2", cast.wife),
        "shareholder.2.subscribed_capital": 400_000_00,
        "shareholder.2.paid_by": paid_by,
        **_person("director.1", cast.husband),
        **_person("contact", cast.wife),
        **_person("finance", cast.wife),
        **_person("invoicer", cast.wife),
        "tax.invoice_kind": "ordinary",
        "tax.invoice_number": 20,
        "employee.1.name": cast.employee.name,
        "employee.1.id_number": cast.employee.id_number,
        "employee.1.position": "程序员",
        "employee.1.monthly_wage": 12_000_00,
        "social.first_insurance_month": starts,
        "fund.fund_rate": 8,
        "fund.fund_from": starts,
        "seal.engraver": "yuhang",
        "seal.finance_seal": True,
        "account.business_bank": "icbc",
        "account.business_branch": "余杭支行",
    }


def partner_signs(cast: BusinessCast, draft: str) -> None:
    """The founder is a shareholder himself and signs by applying; the other one signs for herself."""
    script = cast.script
    for each in cast.founder.draft(draft)["consents"]:
        if each["state"] != "given":
            cast.founder.ask_consent(draft, each["code"])
    waiting = cast.partner.asked()
    if not waiting:
        raise DemoFailed("the other shareholder finds nothing to sign")
    for consent in waiting:
        sign(cast, cast.partner, cast.wife, f"/consents/{consent['id']}")
        cast.partner.answer(consent["id"], "give")
    (signers,) = cast.founder.draft(draft)["signers"]
    script.say(
        f"另一位股东{cast.partner.zh}登录，看到章程内容，用自己的数字证书签名：{signers['words']}。",
        f"{cast.partner.en}, the other shareholder, reads the articles and signs with her own certificate: "
        f"{signers['words']}.",
    )


def sign(cast: BusinessCast, signer: Applicant, known: Person, path: str) -> None:
    """At the provider's page; then until the provider has told us."""
    cast.town.sign(signer.ask_to_sign(path), pin=known.id_number[-6:])
    deadline = time.monotonic() + SIGN_WITHIN_SECONDS
    while signer.signature(path)["state"] != "signed":
        if time.monotonic() > deadline:
            raise DemoFailed(f"the signature of {signer.en} does not come")
        time.sleep(PAUSE_SECONDS)


def submit(cast: BusinessCast, draft: str) -> Submitted:
    sign(cast, cast.founder, cast.husband, f"/applications/{draft}")
    submitted = submitted_in(cast.founder.submit(draft), items=ITEMS)
    cast.script.say(
        f"他自己签名并提交：办件编号 {submitted.case_no}，共 {ITEMS} 个事项。",
        f"He signs and submits: case {submitted.case_no}, {ITEMS} items.",
    )
    return submitted


def _person(subject: str, known: Person) -> dict[str, object]:
    return {
        f"{subject}.name": known.name,
        f"{subject}.id_number": known.id_number,
        f"{subject}.mobile": known.phone,
    }
