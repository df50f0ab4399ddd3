"""Writing definitions: a first version, a new one from an older, a copy under a new code, saving, discarding.

A draft may be wrong in every way that `check` tells of; it has to be readable, and to define what it is kept
under. Nothing that was published is ever changed here. A text is read beside the loop that answers others,
since the largest takes seconds.
"""

import asyncio
import re
from dataclasses import dataclass

from access.act import Act
from access.policy import demand
from casework.defining.refusing import CodeTaken, DraftOpen, SourceUnusable, unusable, usable_source
from database.session import become_engine, legal_now
from engine.definition_rows import (
    Hand,
    Ref,
    Version,
    delete_draft,
    find_version,
    insert_version,
    list_versions,
    lock_definitions,
    save_version,
)
from engine.publishing import NotADraft
from forms.form_plan import Text
from matter_definitions.read import read_document
from matter_definitions.sources import Kind, Source
from refusals import FieldError, Malformed, Stale, Unknown

_PLACE_OF_CODE: dict[Kind, tuple[str | int, ...]] = {
    "matter": ("matter",),
    "item": ("item",),
    "element": ("elements", 0, "code"),
    "material": ("materials", 0, "code"),
}


@dataclass(frozen=True, slots=True)
class DraftKept:
    """`revision` is what the next save names as the one that it has read."""

    kind: Kind
    code: str
    version: int
    revision: int


async def create_definition(act: Act, source: str, *, reason: str | None = None) -> DraftKept:
    """The first version of something new, as a draft. Raises SourceUnusable (422), CodeTaken (409)."""
    demand(act.actor, "definition.write")
    read = await asyncio.to_thread(usable_source, source)
    hand = await _hand(act)
    await lock_definitions(act.connection)
    return await _create(act, read, hand=hand, reason=reason)


async def new_version(
    act: Act,
    kind: Kind,
    code: str,
    *,
    from_version: int | None = None,
    source: str | None = None,
    reason: str | None = None,
) -> DraftKept:
    """A draft that begins as an older version (None: the newest) or as the text given. To go back to an older
    version, publish a draft made from it. Raises Unknown (404), DraftOpen (409), SourceUnusable (422)."""
    demand(act.actor, "definition.write")
    hand = await _hand(act)
    await lock_definitions(act.connection)
    versions = await list_versions(act.connection, kind, code)
    base = _chosen(versions, from_version)
    if any(each.is_open for each in versions):
        raise DraftOpen
    read = await asyncio.to_thread(usable_source, base.source if source is None else source)
    _must_be(read, kind, code)
    ref = await insert_version(act.connection, read, hand=hand, from_version=base.version, reason=reason)
    return DraftKept(kind, code, ref.version, 1)


async def copy_definition(
    act: Act, kind: Kind, code: str, *, new_code: str, version: int | None = None, reason: str | None = None
) -> DraftKept:
    """The text of a version under another code. Raises Unknown (404), CodeTaken (409), Malformed (422)."""
    demand(act.actor, "definition.write")
    hand = await _hand(act)
    await lock_definitions(act.connection)
    base = _chosen(await list_versions(act.connection, kind, code), version)
    read = await asyncio.to_thread(_renamed, base, new_code)
    copied = {"copy_of": f"{code} {base.version}"}
    return await _create(act, read, hand=hand, reason=reason, data=copied)


async def save_draft(
    act: Act,
    ref: Ref,
    source: str,
    *,
    if_revision: int | None = None,
    reason: str | None = None,
) -> DraftKept:
    """A checked draft becomes a draft again. Raises Unknown (404), NotADraft (409), Stale (412) when somebody
    else has saved since `if_revision`, SourceUnusable (422); then nothing is kept."""
    demand(act.actor, "definition.write")
    found = await _locked_draft(act, ref, if_revision=if_revision)
    read = await asyncio.to_thread(usable_source, source)
    _must_be(read, ref.kind, ref.code)
    if read.text == found.source:
        return DraftKept(ref.kind, ref.code, ref.version, found.revision)
    revision = found.revision + 1
    save_version(act.connection, ref, read, hand=await _hand(act), revision=revision, reason=reason)
    return DraftKept(ref.kind, ref.code, ref.version, revision)


async def discard_draft(
    act: Act, ref: Ref, *, if_revision: int | None = None, reason: str | None = None
) -> None:
    """Its number is not given again. Raises Unknown (404), NotADraft (409), Stale (412)."""
    demand(act.actor, "definition.write")
    await _locked_draft(act, ref, if_revision=if_revision)
    delete_draft(act.connection, ref, hand=await _hand(act), reason=reason)


async def _create(
    act: Act, read: Source, *, hand: Hand, reason: str | None, data: dict[str, str] | None = None
) -> DraftKept:
    if await list_versions(act.connection, read.kind, read.code):
        raise CodeTaken
    ref = await insert_version(act.connection, read, hand=hand, reason=reason, data=data)
    return DraftKept(ref.kind, ref.code, ref.version, 1)


async def _hand(act: Act) -> Hand:
    """Authorised by now: what follows is written with the engine's rights."""
    become_engine(act.connection)
    return Hand(act.actor.officer_id, await legal_now(act.connection))


async def _locked_draft(act: Act, ref: Ref, *, if_revision: int | None) -> Version:
    become_engine(act.connection)
    found = await find_version(act.connection, ref, lock=True)
    if found is None:
        raise Unknown
    if not found.is_open:
        raise NotADraft
    if if_revision is not None and if_revision != found.revision:
        raise Stale
    return found


def _chosen(versions: list[Version], number: int | None) -> Version:
    wanted = (each for each in versions if number is None or each.version == number)
    found = next(wanted, None)
    if found is None:
        raise Unknown
    return found


def _must_be(read: Source, kind: Kind, code: str) -> None:
    if (read.kind, read.code) != (kind, code):
        raise unusable(
            1,
            Text(
                f"这里应当是“{code}”的定义；要用别的代码，请复制",
                f"this should define “{code}”; copy it to use another code",
            ),
        )


def _renamed(base: Version, code: str) -> Source:
    """Comments and everything else stay as they are."""
    path = _PLACE_OF_CODE.get(base.kind)
    if path is None:
        raise Malformed(errors=[FieldError("/code", "不能复制", "this kind cannot be copied")])
    lines = base.source.split("\n")
    number = read_document(base.source, file="").line(path) - 1
    after_key = re.compile(rf"({path[-1]}:\s*)(['\"]?){re.escape(base.code)}\2(?![\w-])")
    lines[number] = after_key.sub(lambda found: f"{found[1]}{code}", lines[number], count=1)
    try:
        read = usable_source("\n".join(lines))
    except SourceUnusable as refusal:
        raise Malformed(errors=[FieldError("/code", *_BAD_CODE)]) from refusal
    if read.code != code or read.kind != base.kind:
        raise Malformed(errors=[FieldError("/code", *_BAD_CODE)])
    return read


_BAD_CODE = "代码只能用小写英文字母、数字和连字符", "a code is made of a-z, digits and hyphens"
