"""Sign-in at the identity provider: OpenID Connect code flow with PKCE (S256), state and nonce.

The state is kept in `login_attempt` and, against sign-ins begun by somebody else, in a cookie of the
browser that started; an attempt serves once and for ten minutes. The two requests are written out here
(RFC 6749 4.1, RFC 7636): Authlib's client warns on import that it will leave httpx.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from access.cookies import ATTEMPT_SECONDS
from access.sessions import hash_of
from access.tokens import TokenClaims, verify_token
from access.trusted_issuers import REQUEST_SECONDS, ProviderKeys
from database.tables.login_attempt import LoginAttempt
from forms.form_plan import Text
from refusals import Busy, NotYours
from settings import Settings

SCOPE = "openid profile"
CALLBACK_PATH = "/login/callback"


class LoginRefused(NotYours):
    """Forged, repeated, too old, or refused by the identity provider: the person starts again."""

    type = "login-refused"
    title = Text(zh="登录未完成，请重新登录", en="The sign-in was not completed; please sign in again")


@dataclass(frozen=True, slots=True)
class Attempt:
    nonce: str
    verifier: str
    return_to: str


@dataclass(frozen=True, slots=True)
class Departure:
    """`address` is where the browser is sent, `state` goes into its cookie."""

    address: str
    state: str
    attempt: Attempt


@dataclass(frozen=True)
class OidcLogin:
    settings: Settings
    provider: ProviderKeys
    client: httpx.AsyncClient

    async def prepare(self, *, return_to: str) -> Departure:
        """Raises Busy when the provider cannot be reached."""
        endpoint = await self.provider.get_address("authorization_endpoint")
        attempt = Attempt(
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            return_to=local_path(return_to),
        )
        state = secrets.token_urlsafe(32)
        query = {
            "response_type": "code",
            "client_id": self.settings.identity_client_id,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": attempt.nonce,
            "code_challenge": challenge_of(attempt.verifier),
            "code_challenge_method": "S256",
        }
        address = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"
        return Departure(address=address, state=state, attempt=attempt)

    async def record_departure(
        self, connection: AsyncConnection, departure: Departure, *, now: datetime
    ) -> None:
        await connection.execute(delete(LoginAttempt).where(LoginAttempt.created_at < _oldest(now)))
        row = {"state_hash": hash_of(departure.state), "created_at": now, **asdict(departure.attempt)}
        await connection.execute(insert(LoginAttempt).values(row))

    async def take_attempt(
        self, connection: AsyncConnection, *, state: str, cookie: str, now: datetime
    ) -> Attempt:
        """Removes and returns the attempt; raises LoginRefused when there is none for this browser."""
        if not hmac.compare_digest(state.encode(), cookie.encode()):
            raise LoginRefused
        statement = (
            delete(LoginAttempt)
            .where(LoginAttempt.state_hash == hash_of(state), LoginAttempt.created_at >= _oldest(now))
            .returning(LoginAttempt.nonce, LoginAttempt.verifier, LoginAttempt.return_to)
        )
        row = (await connection.execute(statement)).one_or_none()
        if row is None:
            raise LoginRefused
        return Attempt(nonce=row.nonce, verifier=row.verifier, return_to=row.return_to)

    async def redeem(self, *, code: str, attempt: Attempt) -> TokenClaims:
        """The verified claims of the id_token; raises LoginRefused or Busy."""
        id_token = await self._fetch_id_token(code, attempt)
        issuers = {self.provider.issuer: self.provider}
        claims = await verify_token(id_token, issuers=issuers, audience=self.settings.identity_client_id)
        nonce = str(claims.claims.get("nonce", ""))
        if not hmac.compare_digest(nonce.encode(), attempt.nonce.encode()):
            raise LoginRefused
        return claims

    async def _fetch_id_token(self, code: str, attempt: Attempt) -> str:
        endpoint = await self.provider.get_address("token_endpoint")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "client_id": self.settings.identity_client_id,
            "code_verifier": attempt.verifier,
        }
        # A public client has no secret: PKCE alone proves that the same browser is back.
        secret = self.settings.identity_client_secret
        if secret is not None:
            form["client_secret"] = secret
        try:
            answer = await self.client.post(endpoint, data=form, timeout=REQUEST_SECONDS)
            document = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Busy from error
        if answer.is_server_error:
            raise Busy
        id_token = document.get("id_token") if isinstance(document, dict) else None
        if answer.is_error or not isinstance(id_token, str):
            raise LoginRefused
        return id_token

    @property
    def _redirect_uri(self) -> str:
        return f"{self.settings.public_url}{CALLBACK_PATH}"


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636, 4.2."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def local_path(address: str) -> str:
    """The address when it is a path of ours, else '/': a sign-in must not lead to another site."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() and "\\" not in address else "/"


def _oldest(now: datetime) -> datetime:
    return now - timedelta(seconds=ATTEMPT_SECONDS)
