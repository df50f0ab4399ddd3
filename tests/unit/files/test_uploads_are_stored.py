"""Uploads lie encrypted, leave quarantine only after a scan, and are gone when their key is."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from pathlib import Path
from uuid import uuid4

import pytest
from obstore.store import MemoryStore

from database.tables.stored_file import StoredFile
from files.intake import scan_again, take_in
from files.refusals import FileGone, FileInfected, ScannerUnavailable
from files.scan import ClamScanner, NoScanner, Scanner
from files.store import FileStore, SealedFile, objects_in_folder
from secrecy.envelope import Unreadable
from settings import MasterKeys
from tests.unit.files.upload_examples import in_chunks, pdf, photograph

KEYS = MasterKeys(current="a", keys={"a": b"k" * 32})
NOBODY = NoScanner()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(objects_in_folder(tmp_path / "files"), keys=KEYS)


async def taken(store: FileStore, *, scanner: Scanner = NOBODY, content: bytes | None = None) -> SealedFile:
    sealed, _ = await take_in(
        in_chunks(content or pdf()), declared_name="授权书.pdf", store=store, scanner=scanner
    )
    return sealed


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_is_read_back_as_it_was_and_lies_encrypted(store: FileStore, tmp_path: Path) -> None:
    sealed = await taken(store)
    assert sealed.scan == "clean"
    assert await store.open(sealed) == pdf()
    assert store.name_of(sealed) == "授权书.pdf"
    (path,) = on_disk(tmp_path)
    assert b"%PDF" not in path.read_bytes()
    assert "授权书".encode() not in sealed.name
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


async def test_a_store_in_memory_serves_the_same_way() -> None:
    store = FileStore(MemoryStore(), keys=KEYS)
    sealed = await taken(store)
    assert await store.open(sealed) == pdf()


async def test_the_same_file_of_two_people_lies_in_two_places(store: FileStore, tmp_path: Path) -> None:
    first, second = await taken(store), await taken(store)
    assert first.sha256 == second.sha256
    assert len(on_disk(tmp_path)) == 2
    await store.remove(first.storage_key)
    assert await store.open(second)


async def test_an_altered_file_is_noticed(store: FileStore, tmp_path: Path) -> None:
    sealed = await taken(store)
    (path,) = on_disk(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Unreadable):
        await store.open(sealed)


async def test_a_file_under_the_row_of_another_cannot_be_read(store: FileStore) -> None:
    sealed = await taken(store)
    with pytest.raises(Unreadable):
        await store.open(replace(sealed, id=uuid4()))


async def test_a_removed_file_is_gone_and_removing_it_again_does_no_harm(store: FileStore) -> None:
    sealed = await taken(store)
    await store.remove(sealed.storage_key)
    await store.remove(sealed.storage_key)
    with pytest.raises(FileGone):
        await store.open(sealed)


async def test_a_release_after_a_crash_is_repeated_without_harm(store: FileStore) -> None:
    scanner = ClamScanner("127.0.0.1", 1, timeout_seconds=2)
    sealed = await taken(store, scanner=scanner)
    assert sealed.scan == "quarantine"
    first = await store.release(sealed)
    assert await store.release(sealed) == first
    assert await store.release(first) == first
    assert await store.open(first) == pdf()


async def test_releasing_what_is_gone_says_so(store: FileStore) -> None:
    sealed = await taken(store, scanner=ClamScanner("127.0.0.1", 1, timeout_seconds=2))
    await store.remove(sealed.storage_key)
    with pytest.raises(FileGone):
        await store.release(sealed)


def test_a_sealed_file_is_what_its_row_holds() -> None:
    columns = set(StoredFile.__table__.columns.keys())
    assert {each.name for each in fields(SealedFile)} <= columns


class TestScanning:
    """Against a stand-in that speaks clamd's INSTREAM and finds the word EVIL."""

    async def test_a_clean_file_is_released(self, store: FileStore) -> None:
        async with clamd() as scanner:
            sealed = await taken(store, scanner=scanner, content=photograph((3000, 2000)))
            assert sealed.scan == "clean"
            assert (await scanner.scan(b"x")).by == "clamav"

    async def test_an_infected_file_is_refused_and_nothing_is_kept(
        self, store: FileStore, tmp_path: Path
    ) -> None:
        async with clamd() as scanner:
            with pytest.raises(FileInfected):
                await taken(store, scanner=scanner, content=pdf() + b"\n% EVIL\n")
        assert on_disk(tmp_path) == []

    async def test_while_the_scanner_is_away_a_file_waits_in_quarantine(self, store: FileStore) -> None:
        async with clamd() as scanner:
            pass
        sealed = await taken(store, scanner=scanner)
        assert sealed.scan == "quarantine"
        with pytest.raises(ScannerUnavailable):
            await scan_again(sealed, store=store, scanner=scanner)
        async with clamd() as back:
            released = await scan_again(sealed, store=store, scanner=back)
        assert released.scan == "clean"
        assert await store.open(released) == pdf()

    @pytest.mark.parametrize("reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense"])
    async def test_an_answer_that_is_no_verdict_never_releases(self, store: FileStore, reply: bytes) -> None:
        async with clamd(lambda _: reply) as scanner:
            assert (await taken(store, scanner=scanner)).scan == "quarantine"

    async def test_without_a_scanner_the_verdict_says_that_nobody_looked(self) -> None:
        assert (await NoScanner().scan(b"x")).by == "not scanned"


def _judge(content: bytes) -> bytes:
    return b"stream: Test.Evil FOUND\0" if b"EVIL" in content else b"stream: OK\0"


@asynccontextmanager
async def clamd(judge: Callable[[bytes], bytes] = _judge) -> AsyncIterator[ClamScanner]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        content = bytearray()
        while size := struct.unpack("!I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
        writer.write(judge(bytes(content)))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield ClamScanner("127.0.0.1", server.sockets[0].getsockname()[1], timeout_seconds=5)


async def test_what_somebody_else_encrypted_is_kept_as_it_is_until_it_is_removed(store: FileStore) -> None:
    storage_key = await store.keep(b"a package, encrypted")
    assert await store.fetch(storage_key) == b"a package, encrypted"
    assert await store.keep(b"a package, encrypted") == storage_key
    await store.remove(storage_key)
    with pytest.raises(FileGone):
        await store.fetch(storage_key)
