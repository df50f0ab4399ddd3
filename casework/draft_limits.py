"""How much one person may keep with us before it is a case, and what a draft has room for at all."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from forms.belonging import is_field, is_question
from forms.form_plan import FormPlan, Text
from refusals import FieldError, Malformed, NotNow, TooLarge

MAX_DRAFTS = 20
MAX_FILES = 50
MAX_FILE_BYTES = 200 * 1024 * 1024
# No field takes as much; whatever is longer was not typed by a person.
MAX_VALUE_CHARACTERS = 10_000

_DRAFTS = text("SELECT count(*) FROM application WHERE owner = :owner AND state = 'draft'")
_FILES = text("""
    SELECT count(*) AS files, coalesce(sum(f.size), 0) AS bytes
    FROM application_material m JOIN stored_file f ON f.id = m.file_id
    WHERE m.application_id = :application AND m.material <> :material
""")
_UNKNOWN = ("没有这一项", "there is no such entry in this matter")
_TOO_LONG = ("内容过长", "this is too long")


class TooManyDrafts(NotNow):
    type = "too-many-drafts"
    title = Text(
        zh=f"未提交的申请已有 {MAX_DRAFTS} 件，请先提交或删除其中的一件",
        en=f"You have {MAX_DRAFTS} drafts; please submit or delete one of them first",
    )


class TooManyFiles(TooLarge):
    type = "too-many-files"
    title = Text(
        zh=f"一件申请最多上传 {MAX_FILES} 个文件，合计不超过 {MAX_FILE_BYTES >> 20} MB",
        en=f"One application takes at most {MAX_FILES} files and {MAX_FILE_BYTES >> 20} MB in all",
    )


async def check_room_for_draft(act: Act, owner: UUID) -> None:
    """Raises TooManyDrafts (409)."""
    if (await act.connection.execute(_DRAFTS, {"owner": owner})).scalar_one() >= MAX_DRAFTS:
        raise TooManyDrafts(allowed=["delete"])


async def check_room_for_file(act: Act, application_id: UUID, material: str, *, size: int) -> None:
    """A file that takes the place of another counts instead of it. Raises TooManyFiles (413)."""
    row = (await act.connection.execute(_FILES, {"application": application_id, "material": material})).one()
    if row.files >= MAX_FILES or row.bytes + size > MAX_FILE_BYTES:
        raise TooManyFiles


def check_parts(
    forms: Sequence[FormPlan],
    parts: Mapping[str, Mapping[str, Any] | None],
    *,
    is_commitment: Callable[[str], bool] = lambda _: False,
) -> None:
    """`parts` by name: answers, form, delivery, commitments. Raises Malformed (422) with every entry that
    none of the forms has a place for; a wrong value in the right place is a problem of the draft, not of the
    request."""
    known: dict[str, Callable[[str], bool]] = {
        "answers": lambda key: any(is_question(form, key) for form in forms),
        "form": lambda key: any(is_field(form, key) for form in forms),
        "delivery": {"mode"}.__contains__,
        "commitments": is_commitment,
    }
    errors = [
        FieldError(f"/{part}/{_escaped(key)}", *problem)
        for part, values in parts.items()
        for key, value in (values or {}).items()
        if (problem := _problem(known[part](key), value)) is not None
    ]
    if errors:
        raise Malformed(errors=errors)


def _problem(is_known: bool, value: object) -> tuple[str, str] | None:
    if not is_known:
        return _UNKNOWN
    return _TOO_LONG if len(json.dumps(value, ensure_ascii=False)) > MAX_VALUE_CHARACTERS else None


def _escaped(key: str) -> str:
    """RFC 6901."""
    return key[:200].replace("~", "~0").replace("/", "~1")
