"""The texts of papers: what is in force, drafts, previews, publishing.

The product's own files are the first version of each; a published text takes their place from then on. A
paper names the version that it was drawn from, and papers already issued stay as they are.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language
from database.session import become_engine, legal_now
from documents.definition import PaperDefinition, PaperText
from documents.papers import PAPERS
from documents.render import get_paper, render_html
from documents.template_texts import example_of, file_changed_at, file_text, problems_of_text
from documents.variables import Variable
from forms.form_plan import Text
from refusals import Malformed, NotNow, Unknown

# What a preview may do in a browser: show itself. Its text was written by a person.
PREVIEW_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_VERSIONS = text("""
    SELECT version, state, created_at, published_at, sha256, title_zh, title_en FROM paper_template
    WHERE template = :template
    ORDER BY version DESC
""")
_ALL = text("""
    SELECT template, max(version) FILTER (WHERE state = 'published') AS published,
        max(version) FILTER (WHERE state = 'draft') AS draft,
        max(sha256) FILTER (WHERE state = 'published') AS sha256,
        max(published_at) FILTER (WHERE state = 'published') AS since,
        max(title_zh) FILTER (WHERE state = 'published') AS title_zh,
        max(title_en) FILTER (WHERE state = 'published') AS title_en
    FROM paper_template GROUP BY template
""")
_READ = text("""
    SELECT version, source, state, title_zh, title_en FROM paper_template
    WHERE template = :template AND version = :version
""")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('onematter_template'), hashtext(:template))")
_KEEP = text("""
    INSERT INTO paper_template (template, version, source, variables, title_zh, title_en, archive_code, state,
        sha256, created_by, created_at)
    VALUES (:template, :version, :source, CAST(:variables AS jsonb), :title_zh, :title_en, :archive_code,
        'draft', :sha256, :created_by, :now)
    ON CONFLICT (template, version) DO UPDATE
        SET source = :source, title_zh = :title_zh, title_en = :title_en, sha256 = :sha256,
            created_by = :created_by, created_at = :now
""")
_RETIRE = text(
    "UPDATE paper_template SET state = 'retired' WHERE template = :template AND state = 'published'"
)
_PUBLISH = text("""
    UPDATE paper_template SET state = 'published', published_at = :now
    WHERE template = :template AND version = :version
""")


class TextNotDraft(NotNow):
    type = "text-not-draft"
    title = Text("这个版本不是草稿，不能发布", "This version is no draft and cannot be published")


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """`version` is in force, `since` then; `draft` waits to be published. `built_in`: it is the product's own
    file, of that day. `sha256`: of its text."""

    template: str
    title: str
    archive_code: str | None
    version: int
    draft: int | None
    built_in: bool
    sha256: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """`state` file: the product's own, built in. `sha256`: of the text alone."""

    version: int
    state: str
    created_at: datetime
    published_at: datetime | None
    sha256: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class TemplateVariable:
    name: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateView:
    """`source` and titles are those of `shown`: the draft if there is one, else what is in force."""

    template: str
    title: str
    title_zh: str
    title_en: str
    archive_code: str | None
    version: int
    draft: int | None
    shown: int
    source: str
    variables: list[TemplateVariable]
    versions: list[TemplateVersion]


@dataclass(frozen=True, slots=True)
class TextKept:
    template: str
    version: int


async def list_templates(act: Act, *, language: Language) -> list[TemplateLine]:
    demand(act.actor, "template.read")
    rows = {row.template: row for row in (await act.connection.execute(_ALL)).all()}
    return [_line(each, rows.get(name), language=language) for name, each in PAPERS.items()]


async def template_view(act: Act, template: str, *, language: Language) -> TemplateView:
    """Raises Unknown (404)."""
    demand(act.actor, "template.read")
    paper = get_paper(template)
    versions = await _versions(act, template)
    draft, version = _first(versions, "draft"), _first(versions, "published") or paper.version
    shown = draft or version
    text = await _text(act, template, shown)
    title = text.title or paper.title
    return TemplateView(
        template=template,
        title=title.in_language(language),
        title_zh=title.zh,
        title_en=title.en,
        archive_code=paper.archive_code,
        version=version,
        draft=draft,
        shown=shown,
        source=text.source,
        variables=[_variable(each) for each in paper.variables],
        versions=[*versions, _built_in(paper)],
    )


async def keep_text(act: Act, template: str, *, source: str, title: Text | None = None) -> TextKept:
    """Keeps a draft, in the place of an earlier draft. `title` None: as it was. Raises Unknown (404), and
    Malformed (422) with every problem and its line."""
    demand(act.actor, "template.write")
    paper = get_paper(template)
    _check(template, source)
    become_engine(act.connection)
    await act.connection.execute(_LOCK, {"template": template})
    versions = await _versions(act, template)
    newest = max((each.version for each in versions), default=paper.version)
    version = _first(versions, "draft") or _first(versions, "published") or paper.version
    named = title or (await _text(act, template, version)).title or paper.title
    row = {
        "template": template,
        "version": _first(versions, "draft") or newest + 1,
        "source": source,
        "variables": json.dumps([each.name for each in paper.variables]),
        "title_zh": named.zh,
        "title_en": named.en,
        "archive_code": paper.archive_code,
        "sha256": hashlib.sha256(source.encode()).hexdigest(),
        "created_by": act.actor.officer_id,
        "now": await legal_now(act.connection),
    }
    await act.connection.execute(_KEEP, row)
    return TextKept(template, int(row["version"]))


async def preview_text(act: Act, template: str, version: int, *, language: Language) -> str:
    """The paper with made-up data, as a page of HTML that needs nothing else. Raises Unknown (404)."""
    demand(act.actor, "template.read")
    paper = get_paper(template)
    wanted = await _text(act, template, version)
    example = replace(example_of(paper), title=wanted.title)
    return render_html(template, example, language=language, text=wanted)


async def publish_text(act: Act, template: str, version: int) -> TextKept:
    """From now on papers are drawn from it. Raises Unknown (404), TextNotDraft (409), Malformed (422) when
    the paper's variables have changed since it was kept."""
    demand(act.actor, "template.publish")
    get_paper(template)
    become_engine(act.connection)
    await act.connection.execute(_LOCK, {"template": template})
    place = {"template": template, "version": version}
    row = (await act.connection.execute(_READ, place)).one_or_none()
    if row is None:
        raise Unknown
    if row.state != "draft":
        raise TextNotDraft
    _check(template, row.source)
    await act.connection.execute(_RETIRE, place)
    await act.connection.execute(_PUBLISH, place | {"now": await legal_now(act.connection)})
    return TextKept(template, version)


def _check(template: str, source: str) -> None:
    problems = problems_of_text(template, source)
    if problems:
        raise Malformed(errors=problems)


async def _versions(act: Act, template: str) -> list[TemplateVersion]:
    rows = await act.connection.execute(_VERSIONS, {"template": template})
    return [TemplateVersion(*row) for row in rows]


def _first(versions: list[TemplateVersion], state: str) -> int | None:
    return next((each.version for each in versions if each.state == state), None)


async def _text(act: Act, template: str, version: int) -> PaperText:
    row = (await act.connection.execute(_READ, {"template": template, "version": version})).one_or_none()
    if row is not None:
        return PaperText(row.version, row.source, Text(row.title_zh, row.title_en))
    ours = file_text(template)
    if version != ours.version:
        raise Unknown
    return ours


def _line(paper: PaperDefinition, row: Any, *, language: Language) -> TemplateLine:
    draft = row.draft if row else None
    if row is None or row.published is None:
        file = _built_in(paper)
        title = paper.title.in_language(language)
        return TemplateLine(
            paper.template,
            title,
            paper.archive_code,
            paper.version,
            draft,
            built_in=True,
            sha256=file.sha256,
            since=file.created_at,
        )
    return TemplateLine(
        paper.template,
        Text(row.title_zh, row.title_en).in_language(language),
        paper.archive_code,
        row.published,
        draft,
        built_in=False,
        sha256=row.sha256,
        since=row.since,
    )


def _built_in(paper: PaperDefinition) -> TemplateVersion:
    """The product's own file is not kept in the table: it comes and changes with the product."""
    digest = hashlib.sha256(file_text(paper.template).source.encode()).hexdigest()
    changed = file_changed_at(paper.template)
    return TemplateVersion(paper.version, "file", changed, None, digest, paper.title.zh, paper.title.en)


def _variable(variable: Variable) -> TemplateVariable:
    columns = tuple(each.name for each in variable.columns)
    return TemplateVariable(variable.name, variable.kind, variable.required, variable.choices, columns)
