"""Style sheets and scripts: few, read once, named with their content's digest, cached for ever."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from access.rules import access
from refusals import Unknown

STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
CACHED = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    media_type: str
    digest: str


@cache
def static_files() -> dict[str, StaticFile]:
    """By path below `static/`; only kinds that a browser needs, so nothing else is ever served."""
    found: dict[str, StaticFile] = {}
    for path in sorted(STATIC.rglob("*")):
        media_type = MEDIA_TYPES.get(path.suffix)
        if path.is_file() and media_type:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:16]
            found[path.relative_to(STATIC).as_posix()] = StaticFile(content, media_type, digest)
    return found


def static_url(name: str) -> str:
    return f"/static/{name}?v={static_files()[name].digest}"


@router.get("/static/{name:path}")
@access("public")
async def get_static_file(name: str) -> Response:
    file = static_files().get(name)
    if file is None:
        raise Unknown
    headers = {"Cache-Control": CACHED, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.media_type, headers=headers)
