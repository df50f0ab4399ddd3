"""The way of an upload from the door to its place: received, cleaned, encrypted, scanned, released."""

from collections.abc import AsyncIterable
from uuid import UUID, uuid4

from files.receive import UPLOAD_LIMITS, Received, UploadLimits, receive
from files.refusals import FileInfected, ScannerUnavailable
from files.scan import Scanner
from files.store import FileStore, SealedFile


async def take_in(
    stream: AsyncIterable[bytes],
    *,
    declared_name: str,
    store: FileStore,
    scanner: Scanner,
    limits: UploadLimits = UPLOAD_LIMITS,
    file_id: UUID | None = None,
) -> tuple[SealedFile, Received]:
    """What the row must hold, and the clean file itself (for its warnings).

    Raises the refusals of `receive`, and `FileInfected`: then nothing is kept. While the scanner is away
    the file is taken but stays in quarantine (`scan` says so); `scan_again` goes on from there.
    """
    received = await receive(stream, declared_name=declared_name, limits=limits)
    sealed = await store.put(received, file_id=file_id or uuid4())
    try:
        return await _judged(sealed, content=received.content, store=store, scanner=scanner), received
    except ScannerUnavailable:
        return sealed, received


async def scan_again(sealed: SealedFile, *, store: FileStore, scanner: Scanner) -> SealedFile:
    """A quarantined file, scanned now. Raises `ScannerUnavailable`, `FileInfected`, `FileGone`."""
    if sealed.scan == "clean":
        return sealed
    return await _judged(sealed, content=await store.open(sealed), store=store, scanner=scanner)


async def _judged(sealed: SealedFile, *, content: bytes, store: FileStore, scanner: Scanner) -> SealedFile:
    verdict = await scanner.scan(content)
    if not verdict.clean:
        await store.remove(sealed.storage_key)
        raise FileInfected
    return await store.release(sealed)
