"""The applicant mends what the correction notice named; perhaps not everything at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from access.act import Act
from casework.acting import changing
from casework.case_todo import open_notices
from casework.finding import find_case
from casework.materials import NotForThisMaterial, insert_file
from casework.outside import BeginAct, Outside
from clocks.calendar import local_date
from engine.case_change import CaseChange
from engine.claims import TakenAlready
from engine.values import instance_of
from files.intake import take_in
from files.store import FileStore
from forms.correcting import correct
from forms.facts import base_key_of
from forms.form_plan import Text
from forms.uniqueness import unique_values
from matter_definitions import events
from matter_definitions.acts.receiving import AnswerNotice, Resubmit
from refusals import FieldError, Malformed, NotNow
from secrecy.lookup import uniqueness_digest
from settings import MasterKeys

_ADD_VERSION = text("""
    INSERT INTO case_material (id, case_id, material, version, file_id, source, created_at)
    SELECT :id, :case_id, :material, coalesce(max(version), 0) + 1, :file_id, 'upload', :now
    FROM case_material WHERE case_id = :case_id AND material = :material
""")
_OWN_FILE = text("SELECT media_type FROM stored_file WHERE id = :id AND owner = :owner AND scan <> 'refused'")
_MOVE_CLAIM = text("UPDATE uniqueness SET digest = :digest WHERE case_id = :case AND item_key = :item")


class NothingToCorrect(NotNow):
    type = "nothing-to-correct"
    title = Text(zh="当前没有需要补正的内容", en="There is nothing to correct now")


@dataclass(frozen=True, slots=True)
class CorrectionAnswered:
    """`left`: what is still to be mended (`field:…`, `material:…`)."""

    case_no: str
    version: int
    mended: list[str]
    left: list[str]


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    file_id: UUID
    sha256: str
    size: int
    media_type: str
    warnings: list[Text]


async def add_correction_file(
    acts: BeginAct, outside: Outside, case_no: str, material: str, *, stream: Any, name: str
) -> CorrectionFile:
    """Takes a file in for a material that is marked; `answer_correction` then hands it in.

    Raises Unknown (404), NothingToCorrect (409) and the refusals of `files`.
    """
    async with acts() as act:
        found = await find_case(act, case_no, action="case.correct")
        async with changing(act, found.id) as case:
            if f"material:{material}" not in _asked(case):
                raise NothingToCorrect
            allowed = _media_types(case, material)
    sealed, received = await take_in(stream, declared_name=name, store=outside.files, scanner=outside.scanner)
    if received.media_type not in allowed:
        await _discard(outside.files, sealed.storage_key)
        raise NotForThisMaterial
    async with acts() as act:
        found = await find_case(act, case_no, action="case.correct")
        async with changing(act, found.id) as case:
            await insert_file(act, sealed, owner=found.applicant, now=case.now)
    return CorrectionFile(
        sealed.id, sealed.sha256, sealed.size, sealed.media_type, [each.text for each in received.warnings]
    )


async def answer_correction(
    act: Act,
    case_no: str,
    *,
    fields: Mapping[str, Any] | None = None,
    materials: Mapping[str, UUID] | None = None,
    note: str | None = None,
) -> CorrectionAnswered:
    """`fields` by form key; `materials`: the file that was taken in for each. Only what is marked counts.

    Raises Unknown (404), NothingToCorrect (409), TakenAlready (409), Malformed (422, every wrong value).
    """
    found = await find_case(act, case_no, action="case.correct")
    async with changing(act, found.id) as case:
        asked = _asked(case)
        if not asked:
            raise NothingToCorrect
        values = _checked(case, fields or {}, asked)
        files = await _owned(act, case, materials or {}, asked)
        targets = [*(f"field:{key}" for key in fields or {}), *(f"material:{key}" for key in files)]
        if not targets:
            raise Malformed(Text("请先改正所列内容再提交", "Please mend something of the list first"))
        # The act raises the versions of the targets; setting the values must not raise them again.
        await move_claims(case, values, keys=act.engine.keys)
        _put_values(case, values)
        for material, file_id in files.items():
            row = {"id": uuid4(), "case_id": case.id, "material": material, "file_id": file_id}
            await act.connection.execute(_ADD_VERSION, {**row, "now": case.now})
        if note:
            case.happened(events.COMMENTED, text=str(case.add_text("note", note)))
        _apply(case, targets)
        left = sorted(_asked(case))
    return CorrectionAnswered(found.case_no, case.row.version + 1, targets, left)


async def move_claims(case: CaseChange, values: Mapping[str, object], *, keys: MasterKeys) -> None:
    """What may exist once is claimed for the new value; raises TakenAlready (409) when it is
    another case's already."""
    together = {**case.values, **values}
    for item in case.state.items.values():
        instance = instance_of(case.plan.item(item.code), item)
        new, old = (
            unique_values(case.plan.form, item.code, values=each, instance=instance)
            for each in (together, case.values)
        )
        if new is None or new == old:
            continue
        digest = uniqueness_digest(keys, item=item.code, values=new)
        row = {"case": case.id, "item": item.key, "digest": digest}
        try:
            await case.connection.execute(_MOVE_CLAIM, row)
        except IntegrityError as error:
            raise TakenAlready from error


def _apply(case: CaseChange, targets: Sequence[str]) -> None:
    """What a pre-check gave back is handed in anew, item by item and complete; the rest answers a notice."""
    returned = {
        key: tuple(mark.target for mark in marks if mark.target in targets)
        for notice in open_notices(case.state)
        if notice.kind == "return"
        for key, marks in notice.marks.items()
    }
    again = {target for own in returned.values() for target in own}
    for key, own in returned.items():
        if own:
            case.apply(Resubmit(key, own))
    rest = tuple(target for target in targets if target not in again)
    if rest:
        case.apply(AnswerNotice(rest))


def _asked(case: CaseChange) -> set[str]:
    return {
        mark.target
        for notice in open_notices(case.state)
        for marks in notice.marks.values()
        for mark in marks
    }


def _put_values(case: CaseChange, values: Mapping[str, object]) -> None:
    versions = dict(case.state.versions)
    case.set_values(values)
    case.state.versions.clear()
    case.state.versions.update(versions)


def _checked(case: CaseChange, fields: Mapping[str, Any], asked: set[str]) -> dict[str, object]:
    """Every rule that the draft had to keep holds for a correction, too."""
    errors = [_not_asked(f"/fields/{key}") for key in fields if f"field:{key}" not in asked]
    corrected = correct(
        case.plan.form,
        {key: value for key, value in fields.items() if f"field:{key}" in asked},
        answers=case.answers,
        values=case.values,
        locked=case.form.get("locked", {}),
        items={each.code for each in case.state.items.values()},
        today=local_date(case.now),
    )
    errors += [FieldError(each.pointer, each.zh, each.en) for each in corrected.problems]
    if errors:
        raise Malformed(errors=errors)
    return dict(corrected.values)


async def _owned(
    act: Act, case: CaseChange, materials: Mapping[str, UUID], asked: set[str]
) -> dict[str, UUID]:
    """Only files that this applicant has handed in."""
    errors: list[FieldError] = []
    for material, file_id in materials.items():
        if f"material:{material}" not in asked:
            errors.append(_not_asked(f"/materials/{material}"))
            continue
        row = {"id": file_id, "owner": case.row.applicant}
        file = (await act.connection.execute(_OWN_FILE, row)).one_or_none()
        if file is None or file.media_type not in _media_types(case, material):
            pointer = f"/materials/{material}"
            errors.append(FieldError(pointer, "请重新上传这份材料", "please upload it again"))
    if errors:
        raise Malformed(errors=errors)
    return dict(materials)


def _media_types(case: CaseChange, material: str) -> Sequence[str]:
    base, _ = base_key_of(material)
    return next(each.media_types for each in case.plan.form.materials if each.key == base)


def _not_asked(pointer: str) -> FieldError:
    return FieldError(pointer, "没有要求补正这一项", "no correction of this was asked for")


async def _discard(store: FileStore, storage_key: str) -> None:
    await store.remove(storage_key)
