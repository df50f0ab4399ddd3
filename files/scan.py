"""The port to a virus scanner, ClamAV behind it, and the absence of one, which says so."""

import asyncio
import struct
from dataclasses import dataclass
from typing import Protocol

from files.refusals import ScannerUnavailable

CHUNK_BYTES = 128 * 1024
SCAN_TIMEOUT_SECONDS = 30.0
NOT_SCANNED = "not scanned"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`by` names who looked (or says that nobody did); `found` is the scanner's name for the virus."""

    clean: bool
    by: str
    found: str | None = None


class Scanner(Protocol):
    async def scan(self, content: bytes) -> Verdict:
        """Raises `ScannerUnavailable` when there is no answer; the file then stays in quarantine."""
        ...


class NoScanner:
    """For the local stack: lets everything through, and its verdict says that nobody looked."""

    async def scan(self, content: bytes) -> Verdict:
        return Verdict(clean=True, by=NOT_SCANNED)


@dataclass(frozen=True, slots=True)
class ClamScanner:
    """clamd over TCP, its INSTREAM command: chunks with their length before them, then a length of 0.

    clamd's `StreamMaxLength` must not be below the limit of uploads.
    """

    host: str
    port: int
    timeout_seconds: float = SCAN_TIMEOUT_SECONDS

    async def scan(self, content: bytes) -> Verdict:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                reply = await self._asked(content)
        except (OSError, EOFError) as error:  # TimeoutError is an OSError
            raise ScannerUnavailable from error
        return _verdict(reply)

    async def _asked(self, content: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                writer.write(struct.pack("!I", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack("!I", 0))
            await writer.drain()
            return await reader.read(4096)
        finally:
            writer.close()


def _verdict(reply: bytes) -> Verdict:
    """`stream: OK` or `stream: <name> FOUND`; anything else is no verdict."""
    words = reply.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if words == "OK":
        return Verdict(clean=True, by="clamav")
    if words.endswith(" FOUND"):
        return Verdict(clean=False, by="clamav", found=words.removesuffix(" FOUND"))
    raise ScannerUnavailable
