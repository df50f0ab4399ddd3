"""The two cookies of the pages: the session, and the sign-in that is under way."""

from dataclasses import dataclass

from starlette.responses import Response

from access.sessions import ABSOLUTE

ATTEMPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Cookies:
    """`__Host-` binds a cookie to this host and to https; browsers refuse the name over plain http, so the
    loopback stack uses the plain one."""

    secure: bool

    @classmethod
    def of(cls, public_url: str) -> "Cookies":
        return cls(secure=public_url.startswith("https://"))

    @property
    def session(self) -> str:
        return self._name("onematter")

    @property
    def attempt(self) -> str:
        return self._name("onematter-login")

    def set_session(self, response: Response, value: str) -> None:
        self._set(response, self.session, value, seconds=int(ABSOLUTE.total_seconds()))

    def set_attempt(self, response: Response, value: str) -> None:
        self._set(response, self.attempt, value, seconds=ATTEMPT_SECONDS)

    def delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def _set(self, response: Response, name: str, value: str, *, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )
