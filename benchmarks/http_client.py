"""A small HTTP/1.1 client on kept-open connections.

It takes a fraction of the processor time of a full one, and what the load generator takes is missing to
what is measured beside it.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

KEPT_SECONDS = 2.0
"""Less than a server keeps an idle connection, so that it never closes one that is just being used."""


class CutOff(Exception):
    """The server closed the connection in the middle."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class _Idle:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    since: float


class HttpClient:
    """One address; as many connections as calls are under way at once."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._idle: list[_Idle] = []

    async def post(self, path: str, body: Mapping[str, Any], *, headers: Mapping[str, str]) -> Answer:
        """Raises CutOff. Nothing is sent a second time by itself."""
        content = json.dumps(body).encode()
        reader, writer = await self._connection()
        writer.write(request_bytes(path, host=self._host, headers=headers, content=content))
        try:
            answer = await read_answer(reader)
        except asyncio.IncompleteReadError as problem:
            raise CutOff from problem
        self._idle.append(_Idle(reader, writer, monotonic()))
        return answer

    async def close(self) -> None:
        for idle in self._idle:
            idle.writer.close()
            with suppress(OSError):
                await idle.writer.wait_closed()
        self._idle.clear()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            idle = self._idle.pop()
            if monotonic() - idle.since < KEPT_SECONDS and not idle.reader.at_eof():
                return idle.reader, idle.writer
            idle.writer.close()
        return await asyncio.open_connection(self._host, self._port)


def request_bytes(path: str, *, host: str, headers: Mapping[str, str], content: bytes) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """Of a known length or in chunks (RFC 9112)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    status = int(head[0].split(" ", 2)[1])
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Answer(status, await _read_chunks(reader))
    return Answer(status, await reader.readexactly(int(headers.get("content-length", "0"))))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        chunks.append((await reader.readexactly(size + 2))[:-2])
    await reader.readuntil(b"\r\n")
    return b"".join(chunks)
