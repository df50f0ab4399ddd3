"""A package that somebody sends: nothing in it is believed before it was looked at.

Only what the manifest names is read, into memory, each entry up to a limit; nothing is ever unpacked into a
folder.
"""

import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator

from pydantic import ValidationError

from forms.form_plan import Text
from matter_definitions.packaging.manifest import MANIFEST, Manifest, Package, PartLine, digest_of, path_of
from matter_definitions.sources import NotOneDefinition, read_source

MAX_ARCHIVE_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 2001
MAX_ENTRY_BYTES = 1024 * 1024
# Ten times all definitions of the project: reading a text takes a processor for a while.
MAX_TOTAL_BYTES = 2 * 1024 * 1024
# Texts shrink to a tenth or so; what shrinks to a hundredth was made to blow up.
MAX_RATIO = 100
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class PackageRefused(Exception):
    """It is no package that we accept; nothing of it was kept. `entry`: which file of it; '' the whole."""

    def __init__(self, entry: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.entry = entry[:200]
        self.words = Text(zh, en)


def read_package(content: bytes) -> Package:
    """Raises PackageRefused."""
    if len(content) > MAX_ARCHIVE_BYTES:
        raise PackageRefused("", "文件太大（超过 5 MB）", "the file is too large (over 5 MB)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _entries(archive)
            texts = {name: _text(archive, entry) for name, entry in entries.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as problem:
        words = "不是正确的 ZIP 文件", "this is not a correct ZIP file"
        raise PackageRefused("", *words) from problem
    manifest = _manifest(texts.pop(MANIFEST, None))
    _check_parts(manifest, texts)
    return Package(manifest, texts)


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """By name; looked at before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused("", "文件数量过多", "there are too many files in it")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        reason = next(_wrong_with(entry), None)
        if entry.orig_filename.casefold() in {name.casefold() for name in found}:
            reason = Text("同一文件出现两次", "this file is there twice")
        if reason is not None:
            raise PackageRefused(_shown(entry.orig_filename), reason.zh, reason.en)
        found[entry.filename] = entry
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise PackageRefused("", "解压后太大（超过 2 MB）", "unpacked it is too large (over 2 MB)")
    return found


def _wrong_with(entry: zipfile.ZipInfo) -> Iterator[Text]:
    name, mode = entry.orig_filename, entry.external_attr >> 16
    if not name.isascii() or not name.isprintable() or "\\" in name or ":" in name:
        yield Text("文件名含有不允许的字符", "its name holds characters that are not allowed")
    if name.startswith("/") or any(part in ("", ".", "..") for part in name.split("/")):
        yield Text("文件路径不在包内", "its path leads out of the package")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        yield Text("不是普通文件", "it is no plain file")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _COMPRESSIONS:
        yield Text("加密或压缩方式不支持", "it is encrypted, or compressed in a way that is not accepted")
    if entry.file_size > MAX_ENTRY_BYTES or entry.file_size > MAX_RATIO * max(entry.compress_size, 100):
        yield Text("解压后太大", "it is too large when unpacked")


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """What an entry says of its size is not believed either."""
    with archive.open(entry) as file:
        content = file.read(MAX_ENTRY_BYTES + 1)
    if len(content) != entry.file_size:
        raise PackageRefused(entry.filename, "文件大小与声明不符", "its size is not what the archive says")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise PackageRefused(entry.filename, "应为 UTF-8 文本", "it should be UTF-8 text") from None


def _manifest(text: str | None) -> Manifest:
    if text is None:
        raise PackageRefused(MANIFEST, "缺少清单文件", "there is no manifest")
    try:
        return Manifest.model_validate(json.loads(text))
    except (ValueError, RecursionError) as problem:
        place = ".".join(map(str, problem.errors()[0]["loc"])) if isinstance(problem, ValidationError) else ""
        words = f"清单内容不正确：{place}", f"the manifest is not right: {place}"
        raise PackageRefused(MANIFEST, *words) from problem


def _check_parts(manifest: Manifest, texts: dict[str, str]) -> None:
    """What the manifest names is there, as it says, and nothing else is."""
    named = [part.path for part in manifest.parts]
    for path in sorted({*named} ^ {*texts}):
        raise PackageRefused(path, "清单与文件不一致", "the manifest and the files do not agree")
    if len(set(named)) < len(named):
        raise PackageRefused(MANIFEST, "清单中有重复的文件", "the manifest names a file twice")
    for part in manifest.parts:
        _check_part(part, texts[part.path])
    if not any((each.kind, each.code) == ("matter", manifest.matter) for each in manifest.parts):
        raise PackageRefused(MANIFEST, "包里没有这件事的定义", "the matter itself is not in the package")


def _check_part(part: PartLine, text: str) -> None:
    if part.path != path_of(part.kind, part.code) or digest_of(text) != part.sha256:
        raise PackageRefused(part.path, "内容与清单中的摘要不符", "it is not what the manifest says")
    if part.kind == "paper":
        return
    try:
        source = read_source(text)
    except NotOneDefinition as reason:
        raise PackageRefused(part.path, reason.words.zh, reason.words.en) from None
    if (source.kind, source.code) != (part.kind, part.code):
        raise PackageRefused(part.path, "定义的代码与清单不符", "it defines something else")


def _shown(name: str) -> str:
    """A name that is not allowed is not repeated as it is."""
    return name.encode("unicode_escape").decode()
