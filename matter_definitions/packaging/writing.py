"""A package as one zip archive; the same package gives the same bytes."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from matter_definitions.packaging.gathering import Name, needs_of, parts_of_matter
from matter_definitions.packaging.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    Package,
    Paper,
    PartLine,
    digest_of,
    path_of,
)
from matter_definitions.plan import Plan, name_of, to_json
from matter_definitions.stock import Stock

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def package_of(
    stock: Stock,
    plan: Plan,
    *,
    papers: Sequence[Paper] = (),
    with_overrides: bool,
    installation: str,
    made_at: datetime,
) -> Package:
    """`plan` as the matter is in the stock; `papers`: texts that are no longer the product's own."""
    parts = parts_of_matter(stock, plan.matter, with_overrides=with_overrides)
    texts = {path_of(kind, code): stock.texts[kind][code] for kind, code in parts}
    texts |= {path_of("paper", each.template): each.source for each in papers}
    manifest = Manifest(
        format=FORMAT,
        matter=plan.matter,
        plan=name_of(to_json(plan)),
        installation=installation,
        made_at=made_at,
        needs=needs_of(stock, parts, plan),
        parts=[*_lines(parts, texts), *(_paper_line(each) for each in papers)],
    )
    return Package(manifest, texts)


def write_package(package: Package) -> bytes:
    out = io.BytesIO()
    manifest = json.dumps(package.manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, MANIFEST, manifest)
        for part in package.manifest.parts:
            _write(archive, part.path, package.text(part))
    return out.getvalue()


def _lines(parts: Iterable[Name], texts: dict[str, str]) -> Iterable[PartLine]:
    for kind, code in parts:
        path = path_of(kind, code)
        yield PartLine(path=path, kind=kind, code=code, sha256=digest_of(texts[path]))


def _paper_line(paper: Paper) -> PartLine:
    return PartLine(
        path=path_of("paper", paper.template),
        kind="paper",
        code=paper.template,
        sha256=digest_of(paper.source),
        title_zh=paper.title_zh,
        title_en=paper.title_en,
    )


def _write(archive: zipfile.ZipFile, path: str, text: str) -> None:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.external_attr = _PLAIN_FILE
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode())
