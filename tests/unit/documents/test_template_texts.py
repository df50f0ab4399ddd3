"""A text of a paper that would print a hole, or reach where it must not, cannot be kept."""

import pytest

from documents.definition import PaperText
from documents.papers import PAPERS
from documents.refusals import PaperUnknown
from documents.render import render_html
from documents.template_texts import example_of, file_text, problems_of_text
from tests.every_case import for_every
from tests.unit.documents.paper_examples import EXAMPLES

TEMPLATE = "denial_notice"
FRAME = '{{% extends "formal.html" %}}\n{{% block said %}}\n{}\n{{% endblock %}}\n'


def told(body: str) -> list[str]:
    return [each.en for each in problems_of_text(TEMPLATE, FRAME.format(body))]


@for_every("template", PAPERS)
def test_every_text_of_ours_may_be_kept(template: str) -> None:
    assert problems_of_text(template, file_text(template).source) == []


@for_every("template", PAPERS)
def test_every_paper_has_data_for_a_preview(template: str) -> None:
    assert "王示例" in render_html(template, example_of(PAPERS[template]))


def test_an_unknown_variable_is_told_with_its_line() -> None:
    assert told("<p>{{ reason }}</p>\n<p>{{ colour }}</p>") == ["line 4: this paper has no variable “colour”"]


def test_a_variable_of_another_paper_is_unknown_here() -> None:
    assert told("{{ answer_until }}") == ["line 3: this paper has no variable “answer_until”"]


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    (problem,) = told("{% if reason %}")
    assert problem.startswith("line ")
    assert "cannot be read" in problem


@pytest.mark.parametrize(
    "body", ['{% include "secrets.html" %}', '{% include "../settings.py" %}', "{% include reason %}"]
)
def test_only_our_own_frames_may_be_used(body: str) -> None:
    (problem,) = told(body)
    assert problem.startswith("line 3: only these may be used")


@pytest.mark.parametrize(
    "body",
    [
        "{{ reason | shout }}",
        "{{ remedies[0].planet }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 1 / 0 }}",
        "{{ paper.secret }}",
    ],
)
def test_what_fails_in_drawing_cannot_be_kept(body: str) -> None:
    assert len(told(body)) == 1


def test_a_text_without_the_place_to_verify_cannot_be_kept() -> None:
    assert [each.en for each in problems_of_text(TEMPLATE, "<p>{{ reason }}</p>")] == [
        "line 1: it must use a frame with the verify code"
    ]


def test_a_text_that_stumbles_over_what_may_be_missing_cannot_be_kept() -> None:
    assert told("{{ legal_basis.zh }}"), "the legal basis may be missing"


def test_a_published_text_takes_the_place_of_the_file() -> None:
    text = PaperText(7, FRAME.format("<p>一句新话：{{ reason }}</p>"))
    html = render_html(TEMPLATE, EXAMPLES[TEMPLATE], text=text)
    assert "一句新话：现场核查发现" in html


def test_no_paper_has_no_text() -> None:
    with pytest.raises(PaperUnknown):
        problems_of_text("nothing", "")
