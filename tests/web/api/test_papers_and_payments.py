"""What a case hands out and asks for: papers that can be checked by anybody, and payments."""

from uuid import uuid4

from database.queries.effect_rows import find_by_keys
from database.session import ENGINE, transaction
from documents.verification import grouped, new_verify_code
from engine.papers import IssuedPaper, record_paper
from forms.form_plan import Text
from tests.web.api.conftest import Town

PDF = b"%PDF-1.7 a receipt"


async def issue_receipt(town: Town, case_no: str) -> str:
    """The receipt of submission, as the worker records it; its verify code."""
    engine, code = town.app.state.parts.engine, new_verify_code()
    key = f"{case_no}/case/SUBMITTED_BY_APPLICANT:submission_receipt/1"
    async with transaction(engine.database, ENGINE) as connection:
        [effect] = await find_by_keys(connection, [key])
    paper = IssuedPaper(
        kind="notice",
        template="submission_receipt",
        template_version=1,
        title=Text("收件凭证", "Receipt of the application"),
        verify_code=code,
        pdf=PDF,
        sha256="ab" * 32,
        issuer="health@330106000000",
        holder_masked="李*雨",
    )
    await record_paper(engine, effect, paper)
    return code


async def test_a_paper_is_downloaded_and_the_timeline_tells_of_it(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    await issue_receipt(town, case_no)
    mother = await town.person("mother")

    case = await mother.get(f"/cases/{case_no}")

    [line] = case["documents"]
    opened = await mother.call("GET", f"/cases/{case_no}/documents/{line['id']}")
    assert opened.content == PDF
    assert opened.headers["content-type"] == "application/pdf"
    assert case["timeline"][-1]["text"] == "出具了文书“收件凭证”，可以下载"


async def test_a_paper_is_sealed_with_the_key_of_its_case(town: Town) -> None:
    await issue_receipt(town, (await town.submit())["case_no"])

    [(kept,)] = town.sql("SELECT ciphertext FROM document")

    assert PDF not in bytes(kept)


async def test_anybody_with_the_code_learns_that_a_paper_is_genuine(town: Town) -> None:
    code = await issue_receipt(town, (await town.submit())["case_no"])

    seen = await town.stranger.get(f"/verify/{grouped(code).lower()}")

    assert (seen["status"], seen["holder"], seen["digest"]) == ("valid", "李*雨", "ab" * 32)
    assert seen["issuer"] == "西湖区卫生健康局"


async def test_another_case_does_not_open_a_paper(town: Town) -> None:
    first = (await town.submit())["case_no"]
    await issue_receipt(town, first)
    mother = await town.person("mother")
    [line] = (await mother.get(f"/cases/{first}"))["documents"]
    await town.report_birth()
    second = (await town.submit())["case_no"]

    assert (await mother.call("GET", f"/cases/{second}/documents/{line['id']}")).status_code == 404
    father = await town.person("father")
    assert (await father.call("GET", f"/cases/{first}/documents/{line['id']}")).status_code == 403


async def test_what_is_to_be_paid_is_to_do_and_leads_to_the_providers_page(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    mother, payment = await town.person("mother"), str(uuid4())
    town.sql(
        "INSERT INTO payment (id, case_id, effect_key, item_key, amount_fen, pay_url, demanded_at,"
        " expires_at)"
        " SELECT %s, id, 'k', 'insurance-premium.1', 40000, 'http://pay.example/1', now(),"
        " now() + interval '15 days' FROM matter_case",
        payment,
    )

    case = await mother.get(f"/cases/{case_no}")
    started = await mother.post(f"/cases/{case_no}/payments/{payment}/start")

    [to_do] = case["to_do"]
    assert (to_do["kind"], to_do["payment"], to_do["amount_fen"]) == ("payment", payment, 40000)
    assert "400.00 元" in to_do["text"]
    assert "pay" in case["allowed"]
    assert started["pay_url"] == "http://pay.example/1"


async def test_what_is_paid_is_not_paid_again(town: Town) -> None:
    case_no = (await town.submit())["case_no"]
    payment = str(uuid4())
    town.sql(
        "INSERT INTO payment (id, case_id, effect_key, item_key, amount_fen, state, demanded_at)"
        " SELECT %s, id, 'k', 'insurance-premium.1', 40000, 'paid', now() FROM matter_case",
        payment,
    )

    refused = await (await town.person("mother")).post(
        f"/cases/{case_no}/payments/{payment}/start", status=409
    )

    assert refused["detail"] == "已缴费"


async def test_my_cases_come_in_pages_the_latest_first(town: Town) -> None:
    first = (await town.submit())["case_no"]
    await town.report_birth()
    second = (await town.submit())["case_no"]
    mother = await town.person("mother")

    page = await mother.get("/cases", role="applicant", limit=1)
    rest = await mother.get("/cases", limit=1, cursor=page["next"])

    assert [each["case_no"] for each in page["items"] + rest["items"]] == [second, first]
    assert rest["next"] is None


async def test_who_is_a_party_or_in_charge_finds_the_case_on_his_list(town: Town) -> None:
    case_no = (await town.submit())["case_no"]

    for persona, listed in (
        ("father", [case_no]),
        ("officer-police", [case_no]),
        ("supervisor", [case_no]),
        ("second-mother", []),
        ("officer-library", []),
    ):
        found = await (await town.person(persona)).get("/cases")
        assert [each["case_no"] for each in found["items"]] == listed, persona
