"""Draws one paper as PDF. The same data gives the same bytes, so a paper's hash proves what was issued.

Nothing that changes by itself reaches the file: no creation date, and an identifier made of the content.
Drawing takes a tenth of a second of processor time or more: call it through `press.py`, never in an
event loop.
"""

import atexit
import hashlib
import json
import shutil
import warnings
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.agency_paper import AGENCY_ORIGIN_WORDS, AGENT_ACTION_WORDS
from documents.definition import PaperText
from documents.fonts import write_cut_fonts
from documents.item_words import (
    ANSWER_WORDS,
    DELIVERY_WORDS,
    INTENDED_WORDS,
    REVOCATION_WORDS,
    SPECIAL_WORDS,
    SUSPENSION_WORDS,
)
from documents.language import Language, spoken, with_weekday
from documents.papers import OUTCOME_WORDS, PAPERS, SOURCE_WORDS, PaperData, PaperDefinition
from documents.refusals import PaperUnavailable, PaperUnknown, PaperVariablesWrong
from documents.statement_paper import AGREED_WORDS, MODE_WORDS, PART_WORDS, SIGNER_WORDS
from documents.variables import completed, problems_of
from documents.verification import grouped
from forms.form_plan import Text

PDF_VARIANT = "pdf/a-3b"  # for keeping for decades, with the same facts inside for machines (ISO 19005-3)
DATA_FILE = "paper.json"
STYLE = "paper.css"
KNOWN_EVERYWHERE = frozenset({"paper", "title", "qr", "verify_code", "is_whole"})


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


def render_pdf(
    template: str, data: PaperData, *, language: Language = "zh", text: PaperText | None = None
) -> bytes:
    """The paper as PDF/A-3, A4. Raises also `PaperUnavailable` when this machine cannot draw PDF files.

    `text`: a published text in the place of the file."""
    html = _render(template, data, language=language, text=text, is_whole=False)
    drawing = _drawing()
    document = drawing.HTML(string=html, url_fetcher=_only_embedded())
    identifier = hashlib.sha256(f"{html}{_css()}".encode()).digest()[:16]
    version = text.version if text else get_paper(template).version
    fonts, facts = _fonts(), _machine_readable(template, data, language=language, version=version)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        pdf = document.write_pdf(
            pdf_identifier=identifier,
            pdf_variant=PDF_VARIANT,
            pdf_tags=True,
            font_config=fonts,
            stylesheets=[_style()],
            attachments=[facts],
        )
    return cast(bytes, pdf)


def load_fonts() -> None:
    """Draws a word, which loads the libraries and finds the fonts. Raises `PaperUnavailable`."""
    _drawing().HTML(string="<p>文书</p>", url_fetcher=_only_embedded()).write_pdf(font_config=_fonts())


def render_html(
    template: str, data: PaperData, *, language: Language = "zh", text: PaperText | None = None
) -> str:
    """What the PDF is drawn from: one page of HTML that needs nothing from outside."""
    return _render(template, data, language=language, text=text, is_whole=True)


def _render(
    template: str, data: PaperData, *, language: Language, text: PaperText | None, is_whole: bool
) -> str:
    """`is_whole`: with its style inside."""
    paper = check_paper(template, data)
    qr = segno.make(data.verify_url, error="m", micro=False)
    environment = templates_of(language)
    page = environment.from_string(text.source) if text else environment.get_template(f"{template}.html")
    return page.render(
        paper=data,
        title=data.title or paper.title,
        qr=qr.svg_data_uri(scale=3, border=1),
        verify_code=grouped(data.verify_code),
        is_whole=is_whole,
        **completed(data.variables, declared=paper.variables),
    )


def _machine_readable(template: str, data: PaperData, *, language: Language, version: int) -> Any:
    """What the paper says, as JSON inside the PDF. Its dates are those of the paper: a file's own dates
    would make every drawing another one."""
    paper = get_paper(template)
    title = data.title or paper.title
    facts = {
        "template": template,
        "template_version": version,
        "archive_code": paper.archive_code,
        "language": language,
        "title": title,
        "case_no": data.case_no,
        "number": data.number,
        "issuer": data.issuer,
        "issued_on": data.issued_on,
        "holder": data.holder,
        "verify_url": data.verify_url,
        "variables": data.variables,
    }
    written = datetime.combine(data.issued_on, time(), tzinfo=UTC)
    return _drawing().Attachment(
        string=json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1, default=_plain),
        name=DATA_FILE,
        description=title.in_language(language),
        created=written,
        modified=written,
        relationship="Data",
    )


def _plain(value: object) -> object:
    match value:
        case Text():
            return {"zh": value.zh, "en": value.en}
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"no JSON for {type(value)}")


@cache
def templates_of(language: Language) -> Environment:
    """Sandboxed, because administrators write texts of papers too (`template_texts.py`)."""
    environment = ImmutableSandboxedEnvironment(
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
        "special_words": SPECIAL_WORDS,
        "suspension_words": SUSPENSION_WORDS,
        "revocation_words": REVOCATION_WORDS,
        "intended_words": INTENDED_WORDS,
        "delivery_words": DELIVERY_WORDS,
        "answer_words": ANSWER_WORDS,
        "agent_action_words": AGENT_ACTION_WORDS,
        "agency_origin_words": AGENCY_ORIGIN_WORDS,
        "agreed_words": AGREED_WORDS,
        "mode_words": MODE_WORDS,
        "part_words": PART_WORDS,
        "signer_words": SIGNER_WORDS,
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
    """One for the process, with our cut fonts: reading fonts anew costs more than drawing a page."""
    drawing = _drawing()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    atexit.register(forget_fonts)
    with TemporaryDirectory() as folder:  # the configuration makes copies of its own
        rules = write_cut_fonts(Path(folder))
        drawing.CSS(string=rules, font_config=fonts, url_fetcher=URLFetcher(allowed_protocols=["file"]))
    return fonts


def forget_fonts() -> None:
    """Removes the copies that the configuration keeps on disk, for a process that ends at once."""
    if _fonts.cache_info().currsize:
        shutil.rmtree(_fonts()._folder or "", ignore_errors=True)
        # Its own farewell would come when nothing is left that it needs.
        _style.cache_clear()
        _fonts.cache_clear()


@cache
def _css() -> str:
    environment = templates_of("zh")
    assert environment.loader is not None
    return environment.loader.get_source(environment, STYLE)[0]


@cache
def _style() -> Any:
    """Read once for the process: that takes an eighth of the time in which a paper is drawn."""
    return _drawing().CSS(string=_css(), font_config=_fonts(), url_fetcher=_only_embedded())


@cache
def _only_embedded() -> Any:
    """Papers carry their pictures in themselves. WeasyPrint's own fetcher would read files and the web."""
    _drawing()
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
