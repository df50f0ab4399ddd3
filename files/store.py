"""Where uploads lie: encrypted, each with a key of its own, in a folder or in an S3 bucket.

A file's address is the SHA-256 of its *ciphertext*: it can be checked without a key, nobody learns from
the store that two people handed in the same thing, and deleting one person's file touches no other's.
Destroying a file's wrapped key makes it unreadable for good, in every backup too.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, ObjectStore, S3Store

from files.receive import Received
from files.refusals import FileGone
from secrecy.envelope import decrypt, encrypt, new_data_key, unwrap, wrap
from settings import MasterKeys

ScanState = Literal["quarantine", "clean", "refused"]
QUARANTINE = "quarantine"
CLEAN = "clean"
KEPT = "kept"  # encrypted by whoever laid it down


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What the row of a stored file holds; `name` is encrypted too. Without its key it is gone for good."""

    id: UUID
    sha256: str
    size: int
    media_type: str
    name: bytes
    storage_key: str
    scan: ScanState
    wrapped_key: bytes | None
    kid: str | None


class FileStore:
    def __init__(self, objects: ObjectStore, *, keys: MasterKeys) -> None:
        self._objects = objects
        self._keys = keys

    async def put(self, received: Received, *, file_id: UUID) -> SealedFile:
        """Encrypts the file and lays it into quarantine. A row that names it comes after this, so a crash
        leaves at most an object that nobody can read."""
        key = new_data_key()
        content = await asyncio.to_thread(
            encrypt, key, received.content, context=_context(file_id, "content")
        )
        wrapped = wrap(self._keys, key, context=_context(file_id, "key"))
        address = hashlib.sha256(content).hexdigest()
        storage_key = _place(QUARANTINE, address)
        await obstore.put_async(self._objects, storage_key, content)
        return SealedFile(
            id=file_id,
            sha256=received.sha256,
            size=received.size,
            media_type=received.media_type,
            name=encrypt(key, received.name.encode(), context=_context(file_id, "name")),
            storage_key=storage_key,
            scan="quarantine",
            wrapped_key=wrapped.wrapped,
            kid=wrapped.kid,
        )

    async def release(self, sealed: SealedFile) -> SealedFile:
        """Out of quarantine. Repeating it does no harm: a crash may lie between this and the row."""
        storage_key = _place(CLEAN, sealed.storage_key.rsplit("/", 1)[-1])
        if sealed.storage_key != storage_key:
            try:
                await obstore.rename_async(self._objects, sealed.storage_key, storage_key)
            except (FileNotFoundError, NotFoundError):
                await self._find(storage_key)
        return replace(sealed, storage_key=storage_key, scan="clean")

    async def open(self, sealed: SealedFile) -> bytes:
        """The content; raises `FileGone`, or `secrecy.envelope.Unreadable` when it was altered."""
        key = self._key(sealed)
        content = await self.fetch(sealed.storage_key)
        return await asyncio.to_thread(decrypt, key, content, context=_context(sealed.id, "content"))

    async def keep(self, ciphertext: bytes) -> str:
        """Lays down what the caller has encrypted with a key of his own; gives its storage key.

        A row that names it comes after this: a crash leaves at most an object that no row names, which is
        found by `kept_before`."""
        storage_key = _place(KEPT, hashlib.sha256(ciphertext).hexdigest())
        await obstore.put_async(self._objects, storage_key, ciphertext)
        return storage_key

    async def fetch(self, storage_key: str) -> bytes:
        """What `keep` has laid down, as it is; raises `FileGone`."""
        try:
            found = await obstore.get_async(self._objects, storage_key)
            return bytes(await found.bytes_async())
        except (FileNotFoundError, NotFoundError) as error:
            raise FileGone from error

    async def kept_before(self, moment: datetime) -> AsyncIterator[list[str]]:
        """Storage keys of what `keep` had laid down by then (real time), in batches."""
        async for batch in obstore.list(self._objects, prefix=KEPT):
            if old := [each["path"] for each in batch if each["last_modified"] < moment]:
                yield old

    def name_of(self, sealed: SealedFile) -> str:
        return decrypt(self._key(sealed), sealed.name, context=_context(sealed.id, "name")).decode()

    async def remove(self, storage_key: str) -> None:
        """Removing what is gone already is no error."""
        try:
            await obstore.delete_async(self._objects, storage_key)
        except (FileNotFoundError, NotFoundError):
            return

    async def _find(self, storage_key: str) -> None:
        try:
            await obstore.head_async(self._objects, storage_key)
        except (FileNotFoundError, NotFoundError) as error:
            raise FileGone from error

    def _key(self, sealed: SealedFile) -> bytes:
        if sealed.wrapped_key is None or sealed.kid is None:
            raise FileGone
        return unwrap(self._keys, sealed.wrapped_key, kid=sealed.kid, context=_context(sealed.id, "key"))


def objects_in_folder(folder: Path) -> ObjectStore:
    """The folder is made, readable by its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(prefix=folder)


def objects_in_bucket(bucket: str, *, options: Mapping[str, str]) -> ObjectStore:
    """`options` in the names of S3: endpoint, region, access_key_id, secret_access_key."""
    http = options.get("endpoint", "").startswith("http://")
    return S3Store(bucket, config=dict(options), client_options={"allow_http": http})  # pyright: ignore


def _place(room: str, address: str) -> str:
    return f"{room}/{address[:2]}/{address}"


def _context(file_id: UUID, part: str) -> bytes:
    return f"stored_file/{file_id}/{part}".encode()
