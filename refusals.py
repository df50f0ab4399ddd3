"""What the product says when it refuses an act: a class with a status and a sentence in zh and en.

A refusal is an answer to a person, not a fault of the program: `api/frame/problems.py` turns it into
`application/problem+json` (RFC 9457) and the pages turn it into words. A room that refuses for a reason
of its own makes a subclass of the one with the right status and gives it a `type` and a `title`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forms.form_plan import Text


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `pointer` is a JSON pointer such as `/form/child.1.name`."""

    pointer: str
    zh: str
    en: str


class Refusal(Exception):
    """`type` is the stable last part of `urn:onematter:problem:<type>`; `allowed`: what may be done now."""

    status: ClassVar[int] = 400
    type: str = "refused"
    title: Text = Text(zh="无法办理", en="This cannot be done")

    def __init__(
        self,
        detail: Text | None = None,
        *,
        type: str | None = None,
        title: Text | None = None,
        errors: Sequence[FieldError] = (),
        allowed: Sequence[str] = (),
        retry_after: int | None = None,
    ) -> None:
        self.type = type or self.type
        self.title = title or self.title
        self.detail = detail or self.title
        self.errors = list(errors)
        self.allowed = list(allowed)
        self.retry_after = retry_after
        super().__init__(self.type)


class NotSignedIn(Refusal):
    status = 401
    type = "not-signed-in"
    title = Text(zh="请先登录", en="Please sign in first")


class NotYours(Refusal):
    status = 403
    type = "not-yours"
    title = Text(zh="您无权办理此操作", en="You may not do this")


class Unknown(Refusal):
    """Also the answer for what exists but the caller may not know of."""

    status = 404
    type = "unknown"
    title = Text(zh="未找到", en="Not found")


class NotNow(Refusal):
    status = 409
    type = "not-now"
    title = Text(zh="当前状态下不能办理此操作", en="This cannot be done now")


class Stale(Refusal):
    status = 412
    type = "stale"
    title = Text(zh="内容已被他人更新，请刷新后重试", en="Somebody has changed this meanwhile; load it again")


class TooLarge(Refusal):
    status = 413
    type = "too-large"
    title = Text(zh="内容过大", en="Too large")


class WrongKind(Refusal):
    status = 415
    type = "wrong-kind"
    title = Text(zh="不支持的文件或内容类型", en="This kind of file or content is not accepted")


class Malformed(Refusal):
    status = 422
    type = "malformed"
    title = Text(zh="填写的内容有误或不完整", en="Something is wrong or missing")


class TooMany(Refusal):
    status = 429
    type = "too-many"
    title = Text(zh="操作过于频繁，请稍后再试", en="Too many tries; please wait")


class Busy(Refusal):
    status = 503
    type = "busy"
    title = Text(zh="系统繁忙，请稍后再试", en="Busy just now; please try again shortly")

    def __init__(self, detail: Text | None = None, *, retry_after: int = 2) -> None:
        super().__init__(detail, retry_after=retry_after)
