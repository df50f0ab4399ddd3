"""Draws one paper as PDF. The same data gives the same bytes, so a paper's hash proves what was issued.

Nothing that changes by itself reaches the file: no creation date, and an identifier made of the content.
Drawing takes a tenth of a second of processor time or more: call it through `press.py`, never in an
event loop.
"""

import hashlib
from functools import cache
from typing import Any, cast

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from documents.language import Language, spoken, with_weekday
from documents.papers import OUTCOME_WORDS, PAPERS, SOURCE_WORDS, PaperData, PaperDefinition
from documents.refusals import PaperUnavailable, PaperUnknown, PaperVariablesWrong
from documents.variables import completed, problems_of
from documents.verification import grouped
from forms.form_plan import Text


def get_paper(template: str) -> PaperDefinition:
    paper = PAPERS.get(template)
    if paper is None:
        raise PaperUnknown(template)
    return paper


def check_paper(template: str, data: PaperData) -> PaperDefinition:
    """Raises `PaperUnknown`, or `PaperVariablesWrong` with every problem at once."""
    paper = get_paper(template)
    problems = problems_of(data.variables, declared=paper.variables)
    if problems:
        raise PaperVariablesWrong(errors=problems)
    return paper


def render_pdf(template: str, data: PaperData, *, language: Language = "zh") -> bytes:
    """The paper as PDF, A4. Raises also `PaperUnavailable` when this machine cannot draw PDF files."""
    html = render_html(template, data, language=language)
    drawing = _drawing()
    document = drawing.HTML(string=html, url_fetcher=_only_embedded())
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    pdf = document.write_pdf(pdf_identifier=identifier, pdf_tags=True, font_config=_fonts())
    return cast(bytes, pdf)


def load_fonts() -> None:
    """Draws a word, which loads the libraries and finds the fonts. Raises `PaperUnavailable`."""
    _drawing().HTML(string="<p>文书</p>", url_fetcher=_only_embedded()).write_pdf(font_config=_fonts())


def render_html(template: str, data: PaperData, *, language: Language = "zh") -> str:
    """What the PDF is drawn from: one page of HTML that needs nothing from outside."""
    paper = check_paper(template, data)
    qr = segno.make(data.verify_url, error="m", micro=False)
    return (
        _templates(language)
        .get_template(f"{template}.html")
        .render(
            paper=data,
            title=data.title or paper.title,
            qr=qr.svg_data_uri(scale=3, border=1),
            verify_code=grouped(data.verify_code),
            **completed(data.variables, declared=paper.variables),
        )
    )


@cache
def _templates(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("documents"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        finalize=spoken(language),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    other: Language = "en" if language == "zh" else "zh"
    environment.globals |= {
        "language": language,
        "other_language": other,
        "say": lambda zh, en: Text(zh, en).in_language(language),
        "say_other": lambda zh, en: Text(zh, en).in_language(other),
        "in_zh": spoken("zh"),
        "in_en": spoken("en"),
        "outcome_words": OUTCOME_WORDS,
        "source_words": SOURCE_WORDS,
    }
    environment.filters["with_weekday"] = lambda day: with_weekday(day, language=language)
    return environment


@cache
def _drawing() -> Any:
    """WeasyPrint, imported when the first paper is drawn: without pango its import fails, and that must
    not take a whole process down."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PaperUnavailable("pango") from error
    return weasyprint


@cache
def _fonts() -> Any:
    """One for the process: reading the system's fonts anew costs more than drawing a page."""
    _drawing()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _only_embedded() -> Any:
    """Papers carry their pictures in themselves. WeasyPrint's own fetcher would read files and the web."""
    _drawing()
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
