"""A matter with all it needs as one archive: the same plan elsewhere, and nothing hostile gets in."""

import io
import json
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library
from matter_definitions.overriding.compiling import compile_in
from matter_definitions.packaging import reading
from matter_definitions.packaging.manifest import MANIFEST, Package, Paper
from matter_definitions.packaging.reading import PackageRefused, read_package
from matter_definitions.packaging.writing import package_of, write_package
from matter_definitions.plan import Plan, name_of, to_json
from matter_definitions.sources import Source, read_source
from matter_definitions.stock import Stock
from tests.unit.matter_definitions.test_sources import sources, stock_of

MADE_AT = datetime(2026, 3, 5, tzinfo=UTC)
YUHANG = "330110000000"
OVERRIDE = f"""override: newborn
region: "{YUHANG}"
items: [{{item: birth-registration, limits: {{promised: 1 working day}}}}]
"""
PAPER = Paper("submission_receipt", "收件凭证", "Receipt", "<p>{{ case_no }}</p>\n")
Entry = tuple[zipfile.ZipInfo, bytes]


@cache
def catalogue() -> tuple[Source, ...]:
    return (*sources(), read_source(OVERRIDE))


def plan_of(stock: Stock, matter: str) -> Plan:
    compiled = compile_matter(stock.library(), matter)
    assert compiled.plan, [each.en for each in compiled.problems]
    return compiled.plan


def packed(stock: Stock, matter: str = "newborn", *, with_overrides: bool = True) -> Package:
    return package_of(
        stock,
        plan_of(stock, matter),
        papers=[PAPER],
        with_overrides=with_overrides,
        installation="abc",
        made_at=MADE_AT,
    )


@cache
def archive() -> bytes:
    return write_package(packed(stock_of(list(catalogue()))))


def arrived(*packages: Package) -> Stock:
    """An empty installation with the same offices, after these packages have come."""
    texts = {
        part.path: package.text(part)
        for package in packages
        for part in package.manifest.parts
        if part.kind != "paper"
    }
    return stock_of([read_source(text) for text in texts.values()])


@pytest.mark.parametrize("matter", sorted(built_in_library().matters))
def test_in_an_empty_installation_each_matter_becomes_the_same_plan(matter: str) -> None:
    package = read_package(write_package(packed(stock_of(list(catalogue())), matter)))

    others = [packed(stock_of(list(catalogue())), each) for each in package.manifest.needs.matters]

    there = arrived(package, *others)

    assert name_of(to_json(plan_of(there, matter))) == package.manifest.plan


@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_in_whatever_order_a_catalogue_stands_the_plan_travels(seed: int) -> None:
    """The order of elements and materials is the order of a form."""
    shuffled = list(catalogue())
    random.Random(seed).shuffle(shuffled)
    package = packed(stock_of(shuffled))

    there = arrived(read_package(write_package(package)))

    assert name_of(to_json(plan_of(there, "newborn"))) == package.manifest.plan


def test_the_same_package_gives_the_same_bytes_and_comes_back_as_it_was() -> None:
    package = packed(stock_of(list(catalogue())))

    assert write_package(package) == write_package(package)
    assert read_package(write_package(package)) == package


def test_it_holds_what_the_matter_needs_and_nothing_else() -> None:
    there = arrived(read_package(archive()))

    assert set(there.texts["matter"]) == {"newborn"}
    assert set(there.texts["item"]) == {
        each.item for each in built_in_library().matters["newborn"].model.items
    }
    assert set(there.texts["override"]) == {f"newborn@{YUHANG}"}
    assert len(there.texts["element"]) < len(built_in_library().elements)
    region = compile_in(there.library(), "newborn", YUHANG).plan
    assert region is not None
    assert region.item("birth-registration").promised.amount == 1


def test_the_overrides_may_stay_at_home() -> None:
    package = packed(stock_of(list(catalogue())), with_overrides=False)

    assert not [part for part in package.manifest.parts if part.kind == "override"]


def test_it_says_what_it_takes_for_granted() -> None:
    needs = read_package(archive()).manifest.needs

    assert {"police", "health", "medical-insurance"} & set(needs.departments)
    assert {"hospital", "identity"} <= set(needs.connectors)
    assert {"submission_receipt", "generic_result"} <= set(needs.templates)


# --- what somebody might send


def entries(content: bytes) -> list[Entry]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return [(entry, opened.read(entry)) for entry in opened.infolist()]


def zipped(parts: list[Entry]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, content in parts:
            made.writestr(entry, content)
    return out.getvalue()


def with_file(name: str, content: bytes = b"x", *, mode: int = 0o100644) -> bytes:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return zipped([*entries(archive()), (entry, content)])


def with_manifest(change: Callable[[dict[str, Any]], object]) -> bytes:
    parts = entries(archive())
    manifest = json.loads(parts[0][1])
    change(manifest)
    return zipped([(parts[0][0], json.dumps(manifest).encode()), *parts[1:]])


def with_text(content: bytes) -> bytes:
    """In the place of the first part."""
    parts = entries(archive())
    return zipped([parts[0], (parts[1][0], content), *parts[2:]])


def with_first_part(**changes: str) -> bytes:
    def change(manifest: dict[str, Any]) -> None:
        manifest["parts"][0].update(changes)

    return with_manifest(change)


def lies_about_its_size() -> bytes:
    """The directory says fewer bytes than the entry unpacks to."""
    content = bytearray(archive())
    place = content.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", content, place, 10)
    return bytes(content)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "climbs out": ("leads out", lambda: with_file("../../etc/passwd")),
    "climbs out on the way": ("leads out", lambda: with_file("definitions/item/../../x.yaml")),
    "absolute": ("leads out", lambda: with_file("/etc/passwd")),
    "with a drive": ("characters", lambda: with_file("C:/x.yaml")),
    "backslashes": ("characters", lambda: with_file("..\\x.yaml")),
    "folder": ("leads out", lambda: with_file("definitions/item/")),
    "control character": ("characters", lambda: with_file("definitions/item/a\x01b.yaml")),
    "symbolic link": (
        "no plain file",
        lambda: with_file("a.yaml", b"/etc/passwd", mode=stat.S_IFLNK | 0o777),
    ),
    "device": ("no plain file", lambda: with_file("definitions/item/a.yaml", mode=stat.S_IFCHR | 0o666)),
    "bomb": ("too large when unpacked", lambda: with_file("definitions/item/a.yaml", b" " * 900_000)),
    "one file too large": (
        "too large when unpacked",
        lambda: with_file("definitions/item/a.yaml", random.Random(1).randbytes(1_100_000)),
    ),
    "not in the manifest": ("do not agree", lambda: with_file("definitions/item/a.yaml", b"item: a\n")),
    "another case of a name": ("there twice", lambda: with_file(MANIFEST.upper())),
    "lies about its size": ("ZIP|size", lies_about_its_size),
    "too many files": ("too many", lambda: zipped([(zipfile.ZipInfo(f"f{n}"), b"") for n in range(2002)])),
    "too large": ("over 5 MB", lambda: b"x" * (reading.MAX_ARCHIVE_BYTES + 1)),
    "no archive": ("ZIP", lambda: b"matter: newborn\n"),
    "cut off": ("ZIP", lambda: archive()[: len(archive()) // 2]),
    "nothing": ("ZIP", lambda: b""),
    "no manifest": ("no manifest", lambda: zipped(entries(archive())[1:])),
    "a file is missing": ("do not agree", lambda: zipped(entries(archive())[:-1])),
    "manifest is no JSON": ("not right", lambda: zipped([(zipfile.ZipInfo(MANIFEST), b"{")])),
    "manifest is deep": ("not right", lambda: zipped([(zipfile.ZipInfo(MANIFEST), b"[" * 90_000)])),
    "another format": ("not right: format", lambda: with_manifest(lambda each: each.update(format=2))),
    "unknown entry": ("not right: run", lambda: with_manifest(lambda each: each.update(run="rm"))),
    "wrong digest": (
        "not what the manifest says",
        lambda: with_first_part(sha256="0" * 64),
    ),
    "another path": (
        "do not agree",
        lambda: with_first_part(path="x.yaml"),
    ),
    "another matter": ("matter itself", lambda: with_manifest(lambda each: each.update(matter="dog"))),
    "altered": ("not what the manifest says", lambda: with_text(b"elements: []\n")),
    "no UTF-8": ("UTF-8", lambda: with_text(b"\xff\xfe")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_package_is_refused_with_a_reason(what: str) -> None:
    reason, made = HOSTILE[what]
    with pytest.raises(PackageRefused, match=reason) as refused:
        read_package(made())

    assert refused.value.words.zh
    assert refused.value.words.en
    assert refused.value.entry.isprintable()


def test_a_file_that_is_there_twice_is_refused() -> None:
    parts = entries(archive())
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped([*parts, parts[1]])

    with pytest.raises(PackageRefused, match="there twice"):
        read_package(twice)


def test_a_definition_under_a_false_name_is_refused() -> None:
    package = read_package(archive())
    [item, other] = [part for part in package.manifest.parts if part.kind == "item"][:2]
    swapped = item.model_copy(update={"sha256": other.sha256})
    manifest = package.manifest.model_copy(
        update={"parts": [swapped if part == item else part for part in package.manifest.parts]}
    )
    forged = Package(manifest, {**package.texts, item.path: package.text(other)})

    with pytest.raises(PackageRefused, match="something else"):
        read_package(write_package(forged))


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_no_damage_is_more_than_a_refusal(seed: int) -> None:
    """Bytes changed anywhere: the package is refused, or nothing that counts was hit."""
    dice, content = random.Random(seed), bytearray(archive())
    for _ in range(dice.randint(1, 5)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        package = read_package(bytes(content))
    except PackageRefused:
        return
    assert package.texts == read_package(archive()).texts
