"""The texts of papers as administrators may change them: what a text may say, and what is wrong with one.

A text is a Jinja template that sees only what its paper declares (`PaperDefinition.variables`) and builds on
ours (`BASES`). It is checked before it is kept: a paper with a hole must never come out of the press.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta, nodes

from documents.definition import PaperData, PaperDefinition, PaperText
from documents.language import Language
from documents.render import KNOWN_EVERYWHERE, get_paper, render_html, templates_of
from documents.variables import Variable
from forms.form_plan import Text
from refusals import FieldError, Refusal

FOLDER = Path(__file__).parent / "templates"
BASES = frozenset(
    {"layout.html", "formal.html", "commitment.html", "generic_result.html", "parts.html", "clauses.html"}
)
LONGEST = 50_000
POINTER = "/source"
EXAMPLE_CODE = "0123456789ABCDEFGHJKMNPQRSTV"


def file_text(template: str) -> PaperText:
    """The product's own text. Raises PaperUnknown."""
    paper = get_paper(template)
    return PaperText(paper.version, _file_of(paper).read_text(encoding="utf-8"), paper.title)


def file_changed_at(template: str) -> datetime:
    """Since when the product's own text is what it is on this machine. Raises PaperUnknown."""
    return datetime.fromtimestamp(_file_of(get_paper(template)).stat().st_mtime, tz=UTC)


def _file_of(paper: PaperDefinition) -> Path:
    return FOLDER / f"{paper.template}.html"


def problems_of_text(template: str, source: str) -> list[FieldError]:
    """Everything that keeps the text from being kept, with its line. Raises PaperUnknown."""
    paper = get_paper(template)
    if len(source) > LONGEST:
        return [FieldError(POINTER, f"最多 {LONGEST} 个字符", f"at most {LONGEST} characters")]
    environment = templates_of("zh")
    try:
        parsed = environment.parse(source)
        found = [*_unknown_names(paper, source, environment), *_strangers(parsed)]
    except TemplateSyntaxError as error:  # also a filter that nobody knows
        return [_problem(error.lineno, "写法有误", f"cannot be read: {error.message}")]
    return found or list(_faults(paper, source))


def _unknown_names(paper: PaperDefinition, source: str, environment: Environment) -> Iterator[FieldError]:
    parsed = environment.parse(source)
    known = {each.name for each in paper.variables} | KNOWN_EVERYWHERE | environment.globals.keys()
    unknown = meta.find_undeclared_variables(parsed) - known - _imported(parsed)
    for name in sorted(unknown):
        lines = [each.lineno for each in parsed.find_all(nodes.Name) if each.name == name]
        yield _problem(
            min(lines, default=1), f"这份文书没有内容“{name}”", f"this paper has no variable “{name}”"
        )


def _imported(parsed: nodes.Template) -> set[str]:
    """Macros that the text takes from our own files; Jinja counts them as undeclared inside of blocks."""
    taken = [name for each in parsed.find_all(nodes.FromImport) for name in each.names]
    whole = {each.target for each in parsed.find_all(nodes.Import)}
    return whole | {name if isinstance(name, str) else name[1] for name in taken}


def _strangers(parsed: nodes.Template) -> Iterator[FieldError]:
    """Only our own frames may be built on; a name that is made up while drawing may lead anywhere."""
    for each in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = each.template
        if not (isinstance(named, nodes.Const) and named.value in BASES):
            ours = ", ".join(sorted(BASES))
            yield _problem(each.lineno, "只能引用固定的版式", f"only these may be used: {ours}")


def _faults(paper: PaperDefinition, source: str) -> Iterator[FieldError]:
    """What goes wrong in drawing: with everything given, with only what must be, in both languages."""
    text = PaperText(0, source)
    for data in (example_of(paper), example_of(paper, everything=False)):
        for language in _LANGUAGES:
            try:
                html = render_html(paper.template, data, language=language, text=text)
            except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, Refusal) as error:
                yield _problem(_line_of(error), "按示例数据生成时出错", f"cannot be drawn: {error}")
                return
            if data.verify_url not in html:
                yield _problem(1, "必须使用带核验码的版式", "it must use a frame with the verify code")
                return


_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _line_of(error: BaseException) -> int:
    """The line of the text itself: the last frame of the traceback that Jinja names `<template>`."""
    line, frame = 1, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _problem(line: int, zh: str, en: str) -> FieldError:
    return FieldError(POINTER, f"第 {line} 行：{zh}", f"line {line}: {en}")


def example_of(paper: PaperDefinition, *, everything: bool = True) -> PaperData:
    """Made-up data with every variable, or with only those that must be there."""
    data = PaperData(
        case_no="33011020260101000001",
        issuer=Text("示例机关", "Example authority"),
        issued_on=date(2026, 1, 5),
        holder="王示例",
        verify_code=EXAMPLE_CODE,
        verify_url=f"https://example.org/verify/{EXAMPLE_CODE}",
        for_trial=True,
        variables=_examples(paper.variables, everything=everything),
    )
    return data if not everything else replace(data, number="示例〔2026〕1号")


def _examples(variables: tuple[Variable, ...], *, everything: bool) -> Mapping[str, object]:
    return {
        each.name: _example(each, everything=everything) for each in variables if each.required or everything
    }


def _example(variable: Variable, *, everything: bool) -> object:
    match variable.kind:
        case "text":
            return Text(f"〔{variable.name}〕", f"[{variable.name}]")
        case "date":
            return date(2026, 1, 5)
        case "moment":
            return datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
        case "choice":
            return variable.choices[0]
        case "rows":
            return (_examples(variable.columns, everything=everything),)
