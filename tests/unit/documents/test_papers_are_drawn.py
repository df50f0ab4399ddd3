"""Every paper is drawn, the same data gives the same bytes, and nothing is fetched from outside."""

import dataclasses
import io
import json
import logging
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import psutil
import pytest

from documents import render
from documents.papers import PAPERS
from documents.press import Press
from documents.refusals import PaperUnavailable, PaperUnknown, PaperVariablesWrong
from documents.render import DATA_FILE, render_html, render_pdf
from tests.every_case import for_every
from tests.unit.documents.paper_examples import CODE, EXAMPLES

PROJECT = Path(__file__).resolve().parents[3]
DIGEST_ELSEWHERE = """
import hashlib
from documents.render import render_pdf
from tests.unit.documents.paper_examples import EXAMPLES
print(hashlib.sha256(render_pdf("acceptance_notice", EXAMPLES["acceptance_notice"])).hexdigest())
"""
WEB_PROCESS = """
import sys
import api.app_factory, portal.routers
print(sorted({"weasyprint", "pyhanko"} & {name.partition(".")[0] for name in sys.modules}))
"""
OWNER_OF_A_PRESS = """
import asyncio
from documents.press import Press
from tests.unit.documents.paper_examples import EXAMPLES
async def own():
    press = Press()
    await press.press("generic_result", EXAMPLES["generic_result"])
    print(*press._pool._processes, flush=True)
    await asyncio.sleep(600)
if __name__ == "__main__":
    asyncio.run(own())
"""


@cache
def drawn(template: str) -> bytes:
    """Drawn once for what is only looked at."""
    return render_pdf(template, EXAMPLES[template])


def test_every_paper_has_an_example() -> None:
    assert EXAMPLES.keys() == PAPERS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@for_every("template", PAPERS)
def test_every_paper_says_whose_it_is_and_where_to_verify_it(template: str, language: str) -> None:
    data = EXAMPLES[template]
    html = render_html(template, data, language="en" if language == "en" else "zh")
    assert data.case_no in html
    assert data.holder in html
    assert f"/verify/{CODE}" in html
    assert "0123-4567-89AB" in html
    assert "本地演示" in html
    assert "None" not in html


def test_a_paper_that_is_no_demonstration_carries_no_trial_seal() -> None:
    data = dataclasses.replace(EXAMPLES["generic_result"], for_trial=False)
    assert "本地演示" not in render_html("generic_result", data)


def test_what_people_typed_cannot_become_markup() -> None:
    data = dataclasses.replace(EXAMPLES["generic_result"], holder='<img src="file:///etc/passwd">')
    html = render_html("generic_result", data)
    assert '<img src="file:' not in html
    assert "&lt;img" in html


def test_a_paper_with_unknown_and_missing_variables_is_refused_with_all_of_them() -> None:
    data = dataclasses.replace(EXAMPLES["correction_notice"], variables={"matter": "x", "colour": "red"})
    with pytest.raises(PaperVariablesWrong) as refused:
        render_html("correction_notice", data)
    assert [error.pointer for error in refused.value.errors] == [
        "/colour",
        "/answer_until",
        "/answer_url",
        "/items",
    ]


def test_a_paper_that_nobody_defined_is_refused() -> None:
    with pytest.raises(PaperUnknown):
        render_html("../secrets", EXAMPLES["generic_result"])


@pytest.mark.needs_pdf
class TestPdf:
    def test_the_same_data_gives_the_same_bytes_in_another_process(self) -> None:
        digests = {
            subprocess.run(
                [sys.executable, "-c", DIGEST_ELSEWHERE],
                cwd=PROJECT,
                env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(digests) == 1

    def test_other_data_gives_another_identifier(self) -> None:
        other = dataclasses.replace(EXAMPLES["generic_result"], holder="王小芳")
        identifiers = {
            bytes(pikepdf.open(io.BytesIO(each)).trailer["/ID"][0])  # pyright: ignore
            for each in (drawn("generic_result"), render_pdf("generic_result", other))
        }
        assert len(identifiers) == 2

    def test_a_paper_names_its_language_and_title_and_is_tagged_for_screen_readers(self) -> None:
        with pikepdf.open(io.BytesIO(drawn("acceptance_notice"))) as pdf:
            assert str(pdf.Root.Lang) == "zh-CN"
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.docinfo["/Title"]) == "受理通知书 33011020261121000123"
            assert "/CreationDate" not in pdf.docinfo

    @pytest.mark.parametrize("template", PAPERS)
    def test_every_paper_is_pdf_a_with_its_facts_inside_and_the_same_bytes_each_time(
        self, template: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        data = EXAMPLES[template]
        with caplog.at_level(logging.WARNING):
            now = render_pdf(template, data)
        assert now == drawn(template)
        assert not caplog.records
        with pikepdf.open(io.BytesIO(now)) as pdf:
            with pdf.open_metadata() as metadata:
                assert metadata.pdfa_status == "3B"
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "zh-CN"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert str(pdf.docinfo["/Title"]).startswith((data.title or PAPERS[template].title).zh)
            assert pdf.Root.AF[0].AFRelationship == "/Data"
            facts = json.loads(pdf.attachments[DATA_FILE].get_file().read_bytes())
        assert facts["case_no"] == data.case_no
        assert facts["template_version"] == PAPERS[template].version
        assert facts["variables"].keys() == data.variables.keys()

    def test_every_font_is_embedded(self) -> None:
        with pikepdf.open(io.BytesIO(drawn("denial_notice"))) as pdf:
            fonts = pdf.pages[0].Resources.Font.values()  # pyright: ignore
            inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
            assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in inner)

    def test_ordinary_papers_need_only_the_cut_fonts(self) -> None:
        with pikepdf.open(io.BytesIO(drawn("denial_notice"))) as pdf:
            names = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}  # pyright: ignore
        assert {name.partition("+")[2] for name in names} <= {
            "Paper-Sans",
            "Paper-Sans-Bold",
            "Paper-Serif-Bold",
        }

    def test_rare_characters_have_a_glyph(self) -> None:
        data = dataclasses.replace(EXAMPLES["generic_result"], holder="䶮𬭁㛃𠮷堃")
        with pikepdf.open(io.BytesIO(render_pdf("generic_result", data))) as pdf:
            fonts = {str(name.BaseFont) for name in pdf.pages[0].Resources.Font.values()}  # pyright: ignore
            assert all("CJK" in font or "Paper-S" in font for font in fonts), fonts
            assert any("CJK" in font for font in fonts), "the cut fonts do not have them"


@pytest.mark.needs_pdf
class TestPress:
    async def test_a_pressed_paper_is_the_rendered_one(self) -> None:
        async with Press() as press:
            pressed = await press.press("generic_result", EXAMPLES["generic_result"])
        assert pressed.pdf == drawn("generic_result")
        assert pressed.template_version == PAPERS["generic_result"].version

    async def test_a_press_whose_process_was_killed_goes_on_with_a_new_one(self) -> None:
        async with Press() as press:
            await press.press("generic_result", EXAMPLES["generic_result"])
            assert press._pool is not None
            for process in list(press._pool._processes.values()):
                process.kill()
            assert (await press.press("generic_result", EXAMPLES["generic_result"])).pdf

    def test_a_drawing_process_does_not_outlive_a_killed_owner(self) -> None:
        owner = subprocess.Popen(
            [sys.executable, "-c", OWNER_OF_A_PRESS], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        assert owner.stdout is not None
        with owner, owner.stdout:
            drawing = psutil.Process(int(owner.stdout.readline()))
            owner.kill()
        drawing.wait(timeout=30)

    async def test_no_process_is_started_for_a_paper_that_is_refused(self) -> None:
        async with Press() as press:
            with pytest.raises(PaperUnknown):
                await press.press("nothing", EXAMPLES["generic_result"])
            assert press._pool is None


def test_a_web_process_loads_nothing_that_draws_or_seals() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WEB_PROCESS], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert told.stdout == "[]\n"


def test_without_pango_the_refusal_names_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    render._drawing.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # its import now fails, as without pango
    with pytest.raises(PaperUnavailable) as refused:
        render_pdf("generic_result", EXAMPLES["generic_result"])
    assert "apt-get install" in refused.value.detail.zh
    assert refused.value.status == 503
