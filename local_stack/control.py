"""How another terminal asks a running stack to take a part away or to bring it back.

One line of JSON each way over a loopback connection: {"token", "act": "stop"|"start", "part"} and
{"ok": bool, "words": str}. The token stands in stack.json, which only the owner of the folder can read.
"""

import asyncio
import hmac
import json
import socket
from typing import Any

from local_stack.data_folder import DataFolder
from local_stack.parts import PartFailed
from local_stack.supervisor import Supervisor, UnknownPart
from settings import LOOPBACK

ANSWER_WITHIN_SECONDS = 90.0


class ControlRefused(Exception):
    """The running stack could not do what was asked; the text is its answer."""


async def serve_control(supervisor: Supervisor, *, token: str) -> asyncio.Server:
    """Listens on a free loopback port until the server is closed."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            ok, words = await _obey(supervisor, await reader.readline(), token=token)
            writer.write(json.dumps({"ok": ok, "words": words}).encode() + b"\n")
            await writer.drain()
        except ConnectionError:
            # Who asked is gone; what he asked for has happened.
            pass
        finally:
            writer.close()

    return await asyncio.start_server(answer, LOOPBACK, 0)


async def _obey(supervisor: Supervisor, line: bytes, *, token: str) -> tuple[bool, str]:
    try:
        request: dict[str, Any] = json.loads(line)
    except ValueError:
        return False, "not a request"
    if not hmac.compare_digest(str(request.get("token", "")), token):
        return False, "wrong token"
    part = str(request.get("part", ""))
    try:
        if request.get("act") == "stop":
            await supervisor.stop_part(part)
            return True, f"{part} is stopped"
        if request.get("act") == "start":
            await supervisor.start_part(part)
            return True, f"{part} is ready"
    except (PartFailed, UnknownPart) as problem:
        return False, str(problem)
    return False, "a part can be told to stop or to start"


def ask(folder: DataFolder, *, act: str, part: str) -> str:
    """Asks the stack on `folder`, waits until it has happened, and returns its words.

    Raises `NoStackHere` and `ControlRefused`.
    """
    description = folder.get_description()
    request = {"token": description["control_token"], "act": act, "part": part}
    address = (LOOPBACK, int(description["ports"]["control"]))
    with socket.create_connection(address, timeout=ANSWER_WITHIN_SECONDS) as connection:
        connection.sendall(json.dumps(request).encode() + b"\n")
        with connection.makefile("r", encoding="utf-8") as lines:
            answer = json.loads(lines.readline())
    if not answer["ok"]:
        raise ControlRefused(answer["words"])
    return answer["words"]
