"""Versions of what several people may change: `ETag` of an answer, `If-Match` of a write."""

from typing import Annotated

from fastapi import Depends, Header, Response

from refusals import FieldError, Malformed


async def _if_version(
    if_match: Annotated[
        str | None, Header(description="The version that was read, as in ETag; a stale one is 412")
    ] = None,
) -> int | None:
    """None: whatever the version is."""
    if if_match is None or if_match.strip() == "*":
        return None
    version = if_match.strip().removeprefix("W/").strip('"')
    if not (version.isascii() and version.isdigit()) or len(version) > 9:
        error = FieldError("/header/If-Match", "版本号不正确", "not a version of ours")
        raise Malformed(errors=[error])
    return int(version)


def set_version(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'


IfVersion = Annotated[int | None, Depends(_if_version)]
