"""The tutorial “your first matter in 15 minutes”, walked in a real browser as it is written."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from demo.stage import Stage
from departments.simulated.people import XIHU, YUHANG
from settings import PROJECT_FOLDER
from tests.journeys.browsing import DESKTOP, PHONE, Person, Town

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300), pytest.mark.xdist_group("stack")]

GUIDES = PROJECT_FOLDER / "docs" / "guides"
TUTORIALS = [(GUIDES / f"first-matter{each}.md").read_text(encoding="utf-8") for each in ("", ".zh-CN")]
MATTER = "/definitions/matter/baby-vaccination"
NAME = "宝宝预防接种"
CHECKED_WITHIN = 60_000  # milliseconds: the first check of a process loads the solver, beside other tests


def test_an_administrator_writes_tries_out_and_publishes_a_first_matter(
    stage: Stage, browser: Browser, pictures: Path | None
) -> None:
    town = Town(browser, stage, pictures, *DESKTOP)
    author = Reader(town.person("administrator"))
    author.person.page.set_default_timeout(CHECKED_WITHIN)
    _begins(author)
    _asks_a_question(author)
    _says_whom_it_is_about(author)
    _is_told_what_is_missing(author)
    _adds_the_item(author)
    _looks_at_it(author)
    applicant = Town(browser, stage, pictures, *PHONE).person("mother")
    _publishes_in_one_county(author)
    assert _finds(applicant, XIHU)
    assert not _finds(applicant, YUHANG)
    applicant.goes_to(f"/?region={XIHU}")
    applicant.follows(NAME)
    applicant.presses("开始办理")
    applicant.reads("宝宝有几个？")
    _publishes_for_the_province(author)
    assert _finds(applicant, YUHANG)
    assert author.person.errors == []


class Reader:
    """Presses and follows only what the tutorial tells."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def presses(self, words: str) -> None:
        """Of several buttons with one word each says to listeners what it is about: “添加: 情形问题”."""
        self._read(words)
        name = re.compile(rf"^{re.escape(words)}(: |$)")
        self.person.page.get_by_role("button", name=name).first.click()

    def follows(self, words: str) -> None:
        self._read(words)
        self.person.page.get_by_role("link", name=words, exact=True).first.click()

    def opens(self, words: str) -> None:
        self._read(words)
        self.person.page.get_by_text(words, exact=True).click()

    def enters(self, values: dict[str, str]) -> None:
        """Once the page is there: what is not on it would be left out in silence."""
        self.person.page.locator(f'[name="{next(iter(values))}"]').first.wait_for(state="attached")
        self.person.enters(values)

    def saves(self, values: dict[str, str]) -> None:
        self.enters(values)
        self.presses("保存")
        self.person.reads("已保存")

    def _read(self, words: str) -> None:
        for tutorial in TUTORIALS:
            assert f"“{words}”" in tutorial, f"a tutorial does not speak of “{words}”"


def _begins(author: Reader) -> None:
    author.follows("事项定义")
    author.person.looks("catalogue")
    author.follows("新建")
    author.enters({"kind": "matter", "code": "baby-vaccination"})
    author.person.looks("new")
    author.presses("开始")
    author.saves({"title.zh": NAME, "title.en": "Vaccination of a baby"})
    author.person.looks("basics")


def _asks_a_question(author: Reader) -> None:
    author.follows("情形问题")
    author.enters({"first": "children"})
    author.presses("添加")
    question = {"kind": "number", "minimum": "1", "maximum": "6"}
    words = {"title.zh": "宝宝有几个？", "title.en": "How many babies are there?"}
    author.saves({f"questions.0.{key}": value for key, value in (question | words).items()})
    author.person.looks("question")


def _says_whom_it_is_about(author: Reader) -> None:
    author.follows("主体")
    author.person.follows("申请人 applicant_person")
    author.opens("更换代码")
    author.enters({"new": "mother"})
    author.presses("更名")
    author.saves({"subjects.0.title.zh": "母亲", "subjects.0.title.en": "Mother"})
    author.follows("主体")
    author.enters({"first": "child"})
    author.presses("添加")
    child = {"title.zh": "宝宝", "title.en": "Baby", "repeats": "answers.children"}
    author.saves({f"subjects.1.{key}": value for key, value in child.items()})


def _is_told_what_is_missing(author: Reader) -> None:
    author.follows("概览")
    author.presses("完整检查")
    author.person.reads("还不能发布")
    author.person.reads("“事项”不能为空")
    author.person.looks("problems")


def _adds_the_item(author: Reader) -> None:
    author.follows("事项与先后 › 事项")
    author.enters({"first": "vaccination-record"})
    author.presses("添加")
    author.saves({"items.0.for_each": "child"})
    author.person.looks("item")
    author.follows("概览")
    author.presses("完整检查")
    author.person.reads("全部符合要求")


def _looks_at_it(author: Reader) -> None:
    author.follows("流程图")
    author.person.looks("picture")
    author.follows("文本")
    author.person.looks("text")
    author.follows("模拟")
    author.enters({"answers.children": "1"})
    author.presses("开始模拟")
    author.person.reads("办结")
    author.person.looks("simulated")
    author.follows("申请人看到的")
    author.person.reads("宝宝有几个？")
    author.person.looks("preview")


def _publishes_in_one_county(author: Reader) -> None:
    author.person.goes_to(f"{MATTER}/versions/1")
    author.follows("发布")
    author.person.page.get_by_label("杭州市西湖区").check()
    author.enters({"reason": "试点"})
    author.person.looks("publish")
    author.presses("发布")
    author.person.reads("已发布")
    author.person.looks("published")


def _publishes_for_the_province(author: Reader) -> None:
    author.person.goes_to(MATTER)
    author.presses("以此新建版本")
    author.saves({"summary.zh": "宝宝出生后办理预防接种证。"})
    author.follows("差异")
    author.person.reads("宝宝出生后办理预防接种证。")
    author.person.looks("difference")
    author.follows("发布")
    author.presses("发布")
    author.person.reads("已发布")


def _finds(applicant: Person, region: str) -> bool:
    applicant.goes_to(f"/?region={region}")
    return applicant.page.get_by_role("link", name=NAME).count() > 0
