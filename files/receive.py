"""Takes an upload in: counts it while it comes, finds out what it is, and cleans it.

What a browser says about a file is not believed: its kind is read from its bytes.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import filetype

from files.names import EXTENSIONS, safe_name
from files.pdfs import looked_through
from files.pictures import drawn_anew
from files.readability import ReadabilityWarning, readability_of
from files.refusals import MEBIBYTE, FileEmpty, FileTooLarge, WrongKindOfFile

# Cleaning a large picture takes up to 200 MB for a second: two at once, the others wait.
_CLEANERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="clean-upload")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """`size` in bytes of the file as it was sent."""

    size: int = 20 * MEBIBYTE


UPLOAD_LIMITS = UploadLimits()


@dataclass(frozen=True, slots=True)
class Received:
    """A clean file. `sha256` (hex) and `size` are those of `content`, not of what was sent."""

    content: bytes = field(repr=False)
    sha256: str
    size: int
    media_type: str
    name: str
    warnings: tuple[ReadabilityWarning, ...] = ()


async def receive(
    stream: AsyncIterable[bytes], *, declared_name: str, limits: UploadLimits = UPLOAD_LIMITS
) -> Received:
    """The upload, cleaned. Raises the refusals of `files/refusals.py`: 413, 415 and 422."""
    sent = await _collected(stream, limit=limits.size)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_CLEANERS, _cleaned, sent, declared_name)


async def _collected(stream: AsyncIterable[bytes], *, limit: int) -> bytes:
    """Stops at the first byte too many, whatever length was announced."""
    collected = bytearray()
    async for chunk in stream:
        if len(collected) + len(chunk) > limit:
            raise FileTooLarge(limit=limit)
        collected += chunk
    return bytes(collected)


def _cleaned(sent: bytes, declared_name: str) -> Received:
    media_type = media_type_of(sent)
    if media_type == "application/pdf":
        content, warnings = looked_through(sent), ()
    else:
        content = drawn_anew(sent, media_type=media_type)
        warnings = readability_of(content)
    return Received(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        name=safe_name(declared_name, media_type=media_type),
        warnings=warnings,
    )


def media_type_of(content: bytes) -> str:
    """By the file's own first bytes; raises `FileEmpty`, `WrongKindOfFile`."""
    if not content:
        raise FileEmpty
    kind = filetype.guess(content)
    if kind is None or kind.mime not in EXTENSIONS:
        raise WrongKindOfFile
    return kind.mime
