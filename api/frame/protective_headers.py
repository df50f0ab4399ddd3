"""Headers that every answer carries unless its route chose its own."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Files that are the same for everybody set their own caching; all else may hold personal data.
CACHEABLE = "/static/"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action {forms};"
    " frame-ancestors 'none'"
)


class ProtectiveHeaders:
    """ASGI middleware. `leads_to`: addresses of others to which the answer to a form may lead on, such as
    the sign-in and the payment page; Chromium holds redirects against `form-action`, too."""

    def __init__(self, app: ASGIApp, *, leads_to: Iterable[str] = ()) -> None:
        self.app = app
        forms = " ".join(["'self'", *sorted({origin_of(each) for each in leads_to})])
        self._headers = {**_ALWAYS, "Content-Security-Policy": _POLICY.format(forms=forms)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith(CACHEABLE):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_protected)


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
