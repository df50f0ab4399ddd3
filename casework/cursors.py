"""Where a list goes on: the sort key of the last row seen, as a client sends it back."""

from datetime import datetime
from uuid import UUID

from forms.form_plan import Text
from refusals import FieldError, Malformed

After = tuple[object, ...]


def moment_and_id(after: After) -> tuple[datetime | None, UUID] | None:
    """None at the beginning. Raises Malformed for what no list of ours gave out."""
    if not after:
        return None
    moment, last = _two(after)
    try:
        return _moment(moment), UUID(str(last))
    except ValueError as error:
        raise _not_ours() from error


def moment_and_text(after: After) -> tuple[datetime, str] | None:
    """None at the beginning. Raises Malformed for what no list of ours gave out."""
    if not after:
        return None
    moment, last = _two(after)
    at = _moment(moment)
    if at is None or not isinstance(last, str) or "\x00" in last:
        raise _not_ours()
    return at, last


def _two(after: After) -> After:
    if len(after) != 2:
        raise _not_ours()
    return after


def _moment(value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _not_ours() from error
    if moment.tzinfo is None:
        raise _not_ours()
    return moment


def _not_ours() -> Malformed:
    words = Text(zh="翻页标记无效", en="The cursor is not valid")
    return Malformed(words, errors=[FieldError("/query/cursor", words.zh, words.en)])
