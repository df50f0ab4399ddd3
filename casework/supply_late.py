"""The applicant's commitments in a case, and bringing the papers that were promised for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from casework.acting import changing
from casework.answer_correction import CorrectionFile
from casework.case_reading import ReadCase, read_case
from casework.finding import find_case
from casework.item_act import ItemActed, acting_on
from casework.materials import NotForThisMaterial, insert_file
from casework.outside import BeginAct, Outside
from casework.promised_papers import can_supply
from casework.words import Language, state_words
from engine.case_change import CaseChange
from files.intake import take_in
from forms.facts import base_key_of
from forms.form_plan import Text
from matter_definitions.acts.committing import SupplyLate
from matter_definitions.plan import Plan
from matter_definitions.state import CommitmentState, ItemState
from refusals import FieldError, Malformed, NotNow

_ADD_VERSION = text("""
    INSERT INTO case_material (id, case_id, material, version, file_id, source, created_at)
    SELECT :id, :case_id, :material, coalesce(max(version), 0) + 1, :file_id, 'upload', :now
    FROM case_material WHERE case_id = :case_id AND material = :material
""")
_OWN_FILE = text("SELECT media_type FROM stored_file WHERE id = :id AND owner = :owner AND scan <> 'refused'")
_SIGNED = text("""
    SELECT item_key, code, statement_sha256, signed_at FROM commitment WHERE case_id = :case
""")
_MATERIAL = "material:"


class NothingToSupply(NotNow):
    type = "nothing-to-supply"
    title = Text(zh="当前没有需要补交的材料", en="There is no paper to be brought now")


@dataclass(frozen=True, slots=True)
class PromisedMaterial:
    """`media_types`: of files that may be handed in. `brought`: one is there, perhaps not the right one."""

    key: str
    title: str
    media_types: list[str]
    brought: bool


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """`statement_sha256`: the words that were signed. `until`: when the papers have to be there at the
    latest; None for a promise in the place of a proof. `can_supply`: they may be brought now."""

    item: str
    item_title: str
    code: str
    kind: str
    kind_words: str
    title: str
    statement: str
    consequences: str
    statement_sha256: str | None
    signed_at: datetime
    state: str
    state_words: str
    until: datetime | None
    order_until: datetime | None
    can_supply: bool
    materials: list[PromisedMaterial]


async def case_commitments(act: Act, case_no: str, *, language: Language = "zh") -> list[CommitmentLine]:
    """Raises Unknown (404)."""
    found = await find_case(act, case_no, action="case.read")
    return await commitment_lines(act, await read_case(act, found.id), language=language)


async def commitment_lines(act: Act, case: ReadCase, *, language: Language) -> list[CommitmentLine]:
    """In the order of the items and of the signatures."""
    if not any(item.commitments for item in case.state.items.values()):
        return []
    rows = (await act.connection.execute(_SIGNED, {"case": case.row.id})).all()
    signed = {(row.item_key, row.code): row for row in rows}
    return [
        _line(case, item, each, signed.get((item.key, each.code)), language=language)
        for item in case.state.items.values()
        for each in item.commitments
    ]


def _line(
    case: ReadCase, item: ItemState, commitment: CommitmentState, signed: Any, *, language: Language
) -> CommitmentLine:
    plans = case.item_plan(item.key).commitments
    plan = next(each for each in plans if each.code == commitment.code)
    return CommitmentLine(
        item=item.key,
        item_title=case.item_title(item.key, language=language),
        code=commitment.code,
        kind=commitment.kind,
        kind_words=state_words("commitment_kind", commitment.kind, language=language),
        title=plan.title.in_language(language),
        statement=plan.statement.in_language(language),
        consequences=plan.consequences.in_language(language),
        statement_sha256=signed.statement_sha256 if signed else None,
        signed_at=signed.signed_at if signed else commitment.made_at,
        state=commitment.standing,
        state_words=state_words("commitment", commitment.standing, language=language),
        until=commitment.until if commitment.kind == "late_supply" else None,
        order_until=commitment.order_until,
        can_supply=can_supply(item, commitment),
        materials=_materials(case, commitment, language=language),
    )


def _materials(case: ReadCase, commitment: CommitmentState, *, language: Language) -> list[PromisedMaterial]:
    found: list[PromisedMaterial] = []
    for target in commitment.targets:
        key = target.removeprefix(_MATERIAL)
        plan = case.material(key)
        if plan is not None:
            title, brought = plan.title.in_language(language), case.state.versions.get(target, 0) > 0
            found.append(PromisedMaterial(key, title, list(plan.media_types), brought))
    return found


async def add_late_file(
    acts: BeginAct, outside: Outside, case_no: str, material: str, *, stream: Any, name: str
) -> CorrectionFile:
    """Takes a file in for a promised paper; `supply_late` then hands it in.

    Raises Unknown (404), NothingToSupply (409) and the refusals of `files`.
    """
    async with acts() as act:
        found = await find_case(act, case_no, action="case.supply")
        async with changing(act, found.id) as case:
            if material not in _promised(case):
                raise NothingToSupply
            allowed = _media_types(case.plan, material)
    sealed, received = await take_in(stream, declared_name=name, store=outside.files, scanner=outside.scanner)
    if received.media_type not in allowed:
        await outside.files.remove(sealed.storage_key)
        raise NotForThisMaterial
    async with acts() as act:
        found = await find_case(act, case_no, action="case.supply")
        async with changing(act, found.id) as case:
            await insert_file(act, sealed, owner=found.applicant, now=case.now)
    warnings = [each.text for each in received.warnings]
    return CorrectionFile(sealed.id, sealed.sha256, sealed.size, sealed.media_type, warnings)


async def supply_late(
    act: Act, case_no: str, item: str, *, materials: Mapping[str, UUID], if_version: int | None = None
) -> ItemActed:
    """`materials`: the file that was taken in for each promised paper; perhaps not yet all.

    Raises Unknown (404), NotYours (403), NotNow (409, also after the time), Malformed (422), Stale (412).
    """
    async with acting_on(act, case_no, item, action="case.supply", if_version=if_version) as hand:
        case = hand.case
        if not materials:
            raise Malformed(Text("请先上传要补交的材料", "Please hand in a file first"))
        await _check_files(act, case, materials)
        for material, file_id in materials.items():
            row = {"id": uuid4(), "case_id": case.id, "material": material, "file_id": file_id}
            await act.connection.execute(_ADD_VERSION, {**row, "now": case.now})
        case.apply(SupplyLate(item, tuple(_MATERIAL + key for key in materials)))
    return hand.acted


async def _check_files(act: Act, case: CaseChange, materials: Mapping[str, UUID]) -> None:
    """Only papers that were promised, and only files that this applicant has handed in."""
    promised, errors = _promised(case), list[FieldError]()
    for material, file_id in materials.items():
        pointer = f"/materials/{material}"
        if material not in promised:
            errors.append(FieldError(pointer, "没有承诺补交这份材料", "this paper was not promised"))
            continue
        row = {"id": file_id, "owner": case.row.applicant}
        file = (await act.connection.execute(_OWN_FILE, row)).one_or_none()
        if file is None or file.media_type not in _media_types(case.plan, material):
            errors.append(FieldError(pointer, "请重新上传这份材料", "please upload it again"))
    if errors:
        raise Malformed(errors=errors)


def _promised(case: CaseChange) -> set[str]:
    return {
        target.removeprefix(_MATERIAL)
        for item in case.state.items.values()
        for each in item.commitments
        if can_supply(item, each)
        for target in each.targets
    }


def _media_types(plan: Plan, material: str) -> tuple[str, ...]:
    base, _ = base_key_of(material)
    return next((tuple(each.media_types) for each in plan.form.materials if each.key == base), ())
