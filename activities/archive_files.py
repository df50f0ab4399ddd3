"""The rows of a case as the files of its archive package."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from documents.archiving.package import ArchivedFile, Contents, DailyRoot, Expected, Log
from documents.papers import PAPERS
from engine.archive_list import LoggedEvent, lacking_materials, wanted_papers
from engine.archive_rows import ArchiveRows, GivenMaterial, IssuedDocument
from engine.case_change import CaseChange
from engine.signatures import KeptSignature

# The classes of the archive interface that the codes B1, B8, … come from: A handed in, C results.
HANDED_IN, RESULT = "A", "C"
FORM, MATERIALS = "application/form.json", "application/materials.json"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_NOT_IN_A_PATH = re.compile(r"[^A-Za-z0-9._-]")


def contents_of(
    case: CaseChange,
    rows: ArchiveRows,
    *,
    uploads: Mapping[str, bytes],
    made_at: datetime,
    seal_authority: bytes | None = None,
    signing_authority: bytes | None = None,
) -> Contents:
    """`uploads`: the content of each material that has a file which could be read, by `name_of` it. The
    authorities: certificates above the seals and above the signatures, PEM."""
    papers = _papers(rows.documents)
    materials = [
        _material(each, uploads[name_of(each)]) for each in rows.materials if name_of(each) in uploads
    ]
    signed = [file for each in rows.signatures for file in _signed_files(each)]
    files = [*_of_the_applicant(rows, uploads), *signed, *materials, *papers.values()]
    return Contents(
        case_no=case.case_no,
        plan=case.row.plan,
        plan_document=rows.plan_document,
        made_at=made_at,
        files=files,
        expected=_expected(case, rows, uploads=uploads, papers=papers),
        log=Log(case.id, rows.events, [DailyRoot(*each) for each in rows.roots]),
        seal_authority=seal_authority,
        signing_authority=signing_authority if signed else None,
    )


def name_of(material: GivenMaterial) -> str:
    return f"{material.material}/{material.version}"


def _expected(
    case: CaseChange, rows: ArchiveRows, *, uploads: Mapping[str, bytes], papers: Mapping[str, ArchivedFile]
) -> list[Expected]:
    lacking = lacking_materials(case.plan, case.state, given=[each.material for each in rows.materials])
    wanted = wanted_papers(
        case.plan,
        case.state,
        case_no=case.case_no,
        events=[LoggedEvent(each["kind"], each["item_key"], each["step"]) for each in rows.events],
        effects=rows.effects,
    )
    paths = {effect: each.path for effect, each in papers.items()}
    return [
        Expected("application", "form", FORM),
        *(Expected("signature", each.part, f"{_stem(each)}.p7s") for each in rows.signatures),
        *(Expected("material", name_of(each), _place(each, uploads)) for each in rows.materials),
        *(Expected(each.what, each.name, None) for each in lacking),
        *(Expected(each.what, each.name, paths.get(each.effect or "")) for each in wanted),
    ]


def _of_the_applicant(rows: ArchiveRows, uploads: Mapping[str, bytes]) -> Iterable[ArchivedFile]:
    """What was typed, what was written later, and how each material came."""
    texts = [
        {"id": str(each.id), "kind": each.kind, "at": _moment(each.written_at), "text": each.words}
        for each in rows.texts
    ]
    materials = [
        {
            "material": each.material,
            "version": each.version,
            "source": each.source,
            "reference": each.reference,
            "at": _moment(each.given_at),
            "path": _path(each) if name_of(each) in uploads else None,
        }
        for each in rows.materials
    ]
    yield ArchivedFile(FORM, "application", _json(rows.form))
    yield ArchivedFile("application/texts.json", "application", _json(texts))
    yield ArchivedFile(MATERIALS, "application", _json(materials))


def _signed_files(kept: KeptSignature) -> Iterable[ArchivedFile]:
    """The text that was signed, the detached signature over it, and the content whose digest it names."""
    yield ArchivedFile(
        f"{_stem(kept)}.txt", "signature", kept.text.encode(), HANDED_IN, statement=str(kept.id)
    )
    yield ArchivedFile(f"{_stem(kept)}.p7s", "signature", kept.signature, HANDED_IN, signature=str(kept.id))
    yield ArchivedFile(f"{_stem(kept)}.json", "signature", kept.content.encode(), HANDED_IN)


def _stem(kept: KeptSignature) -> str:
    return f"application/statements/{_safe(kept.part)}"


def _material(material: GivenMaterial, content: bytes) -> ArchivedFile:
    return ArchivedFile(_path(material), "material", content, HANDED_IN)


def _place(material: GivenMaterial, uploads: Mapping[str, bytes]) -> str | None:
    """Of a material that was looked up or committed to, the record of that is what can be archived."""
    if material.file is None:
        return MATERIALS
    return _path(material) if name_of(material) in uploads else None


def _path(material: GivenMaterial) -> str:
    ending = _ENDINGS.get(material.file.media_type if material.file else "", "bin")
    return f"application/materials/{_safe(material.material)}-{material.version}.{ending}"


def _papers(documents: Iterable[IssuedDocument]) -> dict[str, ArchivedFile]:
    """By the key of the effect that made each; numbered in the order in which they were issued."""
    count: Counter[str] = Counter()
    papers: dict[str, ArchivedFile] = {}
    for each in documents:
        is_result = each.kind == "result"
        known = PAPERS.get(each.template)
        code = each.archive_code or (known.archive_code if known else None) or (RESULT if is_result else None)
        name = f"results/{_safe(each.template)}" if is_result else f"papers/{_safe(code or each.template)}"
        count[name] += 1
        papers[each.effect] = ArchivedFile(
            f"{name}-{count[name]}.pdf", "result" if is_result else "paper", each.pdf, code, str(each.id)
        )
    return papers


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _safe(code: str) -> str:
    return _NOT_IN_A_PATH.sub("_", code)
