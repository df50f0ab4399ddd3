"""The main job by hand, in a real browser, against the whole running stack.

A mother starts the matter on her phone, the father agrees, departments decide; the household register
sends a correction first, and a supervisor brings back what got stuck.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, expect

from access.personas import get_persona
from demo.stage import Stage, open_stage
from departments.simulated.people import YUHANG, identity_number
from local_stack.background import BackgroundStack
from tests.journeys.browsing import DESKTOP, PHONE, Person, Town

# One after the other on one stack: two stacks and two browsers at once cost more than they save.
pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(600), pytest.mark.xdist_group("own-stack")]

ANSWERS = {
    "answers.born_where": "hospital_here",
    "answers.age": "under_one",
    "answers.children": "1",
    "answers.first_certificate": "true",
    "answers.married": "true",
    "answers.household_follows": "mother",
    "answers.household_here": "true",
    "answers.military_parent": "false",
    "answers.surname": "father",
    "answers.different_ethnic_groups": "false",
    "answers.insure_here": "true",
    "answers.social_card": "both",
    "answers.maternity_insured": "true",
}


@pytest.fixture(scope="module")
def own_stage(own_stack: BackgroundStack) -> Iterator[Stage]:
    """Not the stage of the other journeys: here a department answers nonsense for a while."""
    with open_stage(url=None, data=own_stack.folder.path) as stage:
        yield stage


@pytest.mark.parametrize(
    ("size", "mother", "father", "sequence"),
    [(PHONE, "mother", "father", 120), (DESKTOP, "second-mother", "second-father", 140)],
    ids=["phone", "desktop"],
)
def test_a_baby_is_registered_by_hand_with_one_correction_and_one_incident(
    own_stage: Stage,
    browser: Browser,
    pictures: Path | None,
    tmp_path: Path,
    size: tuple[int, int],
    mother: str,
    father: str,
    sequence: int,
) -> None:
    """`sequence`: of the child's identity number, which the register gives only once."""
    town = Town(browser, own_stage, pictures, *size)
    _set(own_stage, "fertility", nonsense=True)
    applicant = town.person(mother)
    _fills_in(applicant, mother=mother, father=father, folder=tmp_path)
    _agrees(town.person(father))
    case_no = _submits(applicant)
    _birth_certificate_is_issued(town, applicant, case_no)
    _correction_is_asked_and_answered(town, applicant, case_no, sequence=sequence)
    _supervisor_retries(town, case_no)
    _applicant_sees_the_end(applicant, case_no)
    assert applicant.errors == []


def _fills_in(person: Person, *, mother: str, father: str, folder: Path) -> None:
    """Guide, questions, form with what is known already, papers, and the question to the father."""
    person.goes_to("/")
    person.looks("catalogue")
    person.follows("新生儿出生")
    person.looks("guide")
    person.presses("开始办理")
    # Some questions appear only when others are answered.
    for _ in range(3):
        person.enters(ANSWERS)
        person.looks("questions")
        person.presses("保存并继续")
        if "/questions" not in person.page.url:
            break
    person.reads("医院分娩记录")
    person.presses("保存并继续")
    expect(person.page.locator(".error-summary")).to_contain_text("父亲")
    person.looks("form-with-problems")
    him, her = get_persona(father), get_persona(mother)
    person.enters(
        {
            "form.mother.ethnic_group": "01",
            "form.father.name": him.name,
            "form.father.id_number": him.id_number or "",
            "form.father.ethnic_group": "01",
            "form.father.mobile": him.phone or "",
            "form.child.1.name": f"{him.name[0]}小宝",
            "form.child.1.ethnic_group": "01",
            "form.insurance.insurance_region": YUHANG,
            "form.account.account_name": her.name,
            "form.account.account_no": "6222021202011228880",
            "form.account.account_bank": "中国工商银行杭州余杭支行",
            "delivery.mode": "electronic",
        }
    )
    person.page.locator('[name="form.card.card_bank"]').first.check()
    person.presses("保存并继续")
    person.page.wait_for_url("**/materials*")
    picture = _picture(folder / "receipt.jpg")
    person.page.locator('form:has(input[type="file"])').first.locator('input[type="file"]').set_input_files(
        picture
    )
    person.looks("materials")
    person.presses("上传")
    person.reads("已上传")
    person.follows("继续")
    person.looks("consent")
    person.presses("征求同意")
    person.reads("等待答复")
    person.looks("consent-asked")


def _agrees(person: Person) -> None:
    person.goes_to("/cases")
    person.looks("asked")
    person.follows("父亲的同意")
    person.reads("小宝")
    person.looks("consent")
    person.presses("我同意")
    person.reads("已同意")
    assert person.errors == []


def _submits(person: Person) -> str:
    person.goes_to("/cases")
    person.follows("新生儿出生")
    person.page.wait_for_url("**/check")
    person.looks("check")
    person.presses("提交")
    person.looks("submitted")
    case_no = person.page.locator("#case-no").inner_text().strip()
    password = person.page.locator("#case-password").inner_text().strip()
    person.goes_to("/track")
    person.enters({"case_no": case_no, "password": password})
    person.presses("查询")
    person.reads("办理中")
    person.looks("track")
    return case_no


def _birth_certificate_is_issued(town: Town, applicant: Person, case_no: str) -> None:
    """The registrar looks at everything; then the mother confirms the name, which is final once printed."""
    officer = town.person("officer-health-xihu")
    officer.looks("desk")
    _decides(officer, case_no, "通过审查")
    _decides(officer, case_no, "通过")
    assert officer.errors == []
    applicant.goes_to(f"/cases/{case_no}")
    applicant.waits_for("姓名不能更改")
    applicant.follows("查看并确认")
    applicant.looks("confirmation")
    applicant.presses("我确认")
    applicant.reads("谢谢")


def _correction_is_asked_and_answered(town: Town, applicant: Person, case_no: str, *, sequence: int) -> None:
    """The household register looks first; everybody's corrections travel in one notice."""
    insurance = town.person("officer-medical-insurance")
    _decides(insurance, case_no, "通过审查")
    police = town.person("officer-police")
    _opens(police, case_no)
    police.looks("task")
    police.page.get_by_text("要求补正", exact=True).first.click()
    police.page.locator('[name="mark.field.father.mobile"]').fill("号码无法接通，请核对后重新填写")
    police.looks("correction-form")
    police.presses("要求补正")
    applicant.goes_to(f"/cases/{case_no}")
    applicant.waits_for("去补正")
    applicant.looks("case-to-correct")
    applicant.follows("去补正")
    applicant.reads("号码无法接通")
    applicant.looks("correction")
    applicant.enters({"fields.father.mobile": "13900020003"})
    applicant.presses("发送")
    applicant.reads("谢谢，您补正的内容已送到部门")
    _decides(police, case_no, "通过审查")
    _registers_the_child(police, case_no, sequence=sequence)
    _decides(insurance, case_no, "通过")
    assert police.errors == []


def _registers_the_child(police: Person, case_no: str, *, sequence: int) -> None:
    """The new number follows from birth date and sex; the register enters it with its decision."""
    _opens(police, case_no)
    words = police.page.locator("main").inner_text()
    born = re.search(r"出生时间\s*(\d{4})年(\d+)月(\d+)日", words)
    assert born is not None
    day = date(int(born[1]), int(born[2]), int(born[3]))
    is_boy = re.search(r"性别\s*男", words) is not None
    number = identity_number(YUHANG[:6], day, sequence + is_boy)
    police.presses("批准")
    expect(police.page.locator(".error-summary")).to_be_visible()
    police.looks("grant-with-problem")
    police.page.locator('[name^="data."][name$="id_number"]').fill(number)
    police.presses("批准")
    police.reads("上一个任务已办结")
    police.looks("after-decision")


def _supervisor_retries(town: Town, case_no: str) -> None:
    supervisor = town.person("supervisor")
    supervisor.goes_to("/overview")
    supervisor.waits_for("生育登记")
    supervisor.looks("overview")
    _set(town.stage, "fertility", nonsense=False)
    supervisor.presses("重试")
    supervisor.reads("正在重试")
    supervisor.looks("after-retry")
    assert supervisor.errors == []


def _applicant_sees_the_end(person: Person, case_no: str) -> None:
    person.goes_to(f"/cases/{case_no}")
    person.waits_for("去缴费")
    person.presses("去缴费")
    person.page.locator("form button").first.click()
    person.goes_to(f"/cases/{case_no}")
    person.waits_for("全部办结")
    person.looks("case-completed")
    with person.page.expect_download() as paper:
        person.page.locator('a[href*="/documents/"]').first.click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    person.follows("谁看过我的信息")
    person.reads("公安")
    person.looks("access-log")
    person.goes_to(f"/cases/{case_no}/rate")
    person.looks("rate")
    person.follows("非常满意")
    person.presses("发送")
    person.reads("谢谢您的评价")
    person.goes_to("/messages")
    person.looks("messages")


def _opens(officer: Person, case_no: str) -> None:
    """The task of this case, once it stands on the desk."""
    officer.goes_to(f"/desk?q={case_no}")
    officer.waits_for(case_no)
    officer.page.locator("[data-task]").first.click()


def _decides(officer: Person, case_no: str, outcome: str) -> None:
    _opens(officer, case_no)
    officer.page.get_by_role("button", name=outcome, exact=True).first.click()
    officer.reads("上一个任务已办结")


def _set(stage: Stage, department: str, **control: object) -> None:
    httpx.put(f"{stage.departments_url}/{department}/control", json=control).raise_for_status()


def _picture(path: Path) -> Path:
    """A sharp, bright page with lines of text, as a photo of a receipt would be."""
    image = Image.new("RGB", (1600, 2200), "white")
    draw = ImageDraw.Draw(image)
    for line in range(60):
        draw.line(
            [(100, 100 + line * 34), (1500 - (line * 53) % 400, 100 + line * 34)], fill="black", width=4
        )
    image.save(path, quality=92)
    return path
