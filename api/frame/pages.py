"""Lists: keyset pages with an opaque cursor, `{"items": [...], "next": cursor | null}`.

A cursor is the sort key of the last row shown. It is not secret and not trusted: a forged one only starts
the list elsewhere, since what a list shows is decided by its scope and never by the cursor.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from forms.form_plan import Text
from refusals import FieldError, Malformed

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

CursorPart = str | int | None
Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next: str | None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """`after` is the sort key to continue behind; empty at the start. Read `limit + 1` rows, then `cut`."""

    limit: int
    after: tuple[CursorPart, ...] = ()

    @property
    def rows_to_read(self) -> int:
        return self.limit + 1

    def cut(
        self, rows: Sequence[Row], *, key: Callable[[Row], Sequence[object]]
    ) -> tuple[Sequence[Row], str | None]:
        """(the rows of this page, the cursor of the next or None)."""
        shown = rows[: self.limit]
        return shown, make_cursor(key(shown[-1])) if len(rows) > self.limit and shown else None


def make_cursor(key: Sequence[object]) -> str:
    """Times, ids, texts, whole numbers and None; times come back as ISO 8601 texts, ids as texts."""
    parts = [part.isoformat() if isinstance(part, datetime) else _plain(part) for part in key]
    document = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(document.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str, *, parts: int | None = None) -> tuple[CursorPart, ...]:
    """Raises Malformed for what we never gave out; `parts` is how many the list's sort key has."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(urlsafe_b64decode(padded))
    except (ValueError, RecursionError) as error:
        raise _unknown_cursor() from error
    known = isinstance(key, list) and all(part is None or type(part) in (str, int) for part in key)
    if not known or not key or (parts is not None and len(key) != parts):
        raise _unknown_cursor()
    return tuple(key)


async def _page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at most")] = DEFAULT_LIMIT,
    after: Annotated[
        str | None, Query(alias="cursor", max_length=500, description="The `next` of the page before")
    ] = None,
) -> PageRequest:
    return PageRequest(limit=limit, after=read_cursor(after) if after else ())


Paging = Annotated[PageRequest, Depends(_page_request)]


def _plain(part: object) -> CursorPart:
    if isinstance(part, UUID):
        return str(part)
    assert part is None or isinstance(part, str | int)
    return part


def _unknown_cursor() -> Malformed:
    error = FieldError(pointer="/query/cursor", zh="翻页标记无效", en="not a cursor of this list")
    return Malformed(Text(zh="翻页标记无效", en="The cursor is not valid"), errors=[error])
