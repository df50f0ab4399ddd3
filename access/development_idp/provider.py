"""A small OpenID provider for the local stack: whoever comes chooses who to be.

Code flow with PKCE (S256) and nonce, ES256; a public client without a secret. It
keeps no session of its own: every login shows the chooser again, so signing out
at the application is signing out.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode, urlsplit

import jwt
from fastapi import APIRouter, Depends, FastAPI, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel

from access.development_idp.grants import TOKEN_SECONDS, Grants, Login
from access.development_idp.keys import ALGORITHM, SigningKey, load_signing_key
from access.personas import LEVELS, PERSONAS, PersonaUnknown, get_persona

CLIENT_ID = "onematter"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

templates = Jinja2Templates(Path(__file__).parent / "templates")


class AuthorizationRequest(BaseModel):
    """The parameters of OpenID Connect Core 3.1.2.1 that matter here; others are ignored, as it demands."""

    client_id: str = ""
    redirect_uri: str = ""
    response_type: str = ""
    scope: str = ""
    state: str = ""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    ui_locales: str = ""

    def problem(self) -> str | None:
        """What to tell the client by redirect, or None."""
        if self.response_type != "code":
            return "unsupported_response_type"
        if "openid" not in self.scope.split():
            return "invalid_scope"
        if not self.code_challenge or self.code_challenge_method != "S256":
            return "invalid_request"
        return None


class Choice(AuthorizationRequest):
    persona: str
    level: str = ""


class TokenRequest(BaseModel):
    grant_type: str = ""
    code: str = ""
    redirect_uri: str = ""
    client_id: str = ""
    code_verifier: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str
    public_url: str
    key: SigningKey
    grants: Grants = field(default_factory=Grants)


def get_provider(request: Request) -> Provider:
    return request.app.state.provider


TheProvider = Annotated[Provider, Depends(get_provider)]
router = APIRouter()


def create_provider(*, issuer: str, public_url: str, data_dir: Path) -> FastAPI:
    """`issuer` is its own address, `public_url` the application that may send people here."""
    app = FastAPI(title="Development identity provider 开发用身份提供方", docs_url=None, redoc_url=None)
    app.state.provider = Provider(issuer, public_url, load_signing_key(data_dir))
    app.include_router(router)
    return app


@router.get("/.well-known/openid-configuration", summary="Discovery")
async def discover(provider: TheProvider) -> dict[str, object]:
    return _metadata(provider.issuer)


@router.get("/jwks", summary="The public key")
async def get_jwks(provider: TheProvider) -> dict[str, object]:
    return {"keys": [provider.key.public_jwk]}


@router.get("/health", summary="Ready to answer")
async def get_health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/authorize", response_class=HTMLResponse, summary="Choose who to be")
async def choose(
    request: Request, provider: TheProvider, asked: Annotated[AuthorizationRequest, Query()]
) -> Response:
    shown = {"asked": asked.model_dump(), "personas": PERSONAS, "levels": LEVELS}
    return _refuse(request, asked, provider) or templates.TemplateResponse(request, "choose.html", shown)


@router.post("/authorize", summary="Go back as the chosen persona")
async def authorize(request: Request, provider: TheProvider, choice: Annotated[Choice, Form()]) -> Response:
    refusal = _refuse(request, choice, provider)
    if refusal is not None:
        return refusal
    try:
        persona = get_persona(choice.persona)
    except PersonaUnknown:
        return _show_problem(request, "没有这个角色 There is no such persona.")
    level = choice.level or persona.level
    if level not in LEVELS:
        return _show_problem(request, "没有这个等级 There is no such level.")
    login = Login(
        persona=persona.id,
        level=level,
        client_id=choice.client_id,
        redirect_uri=choice.redirect_uri,
        code_challenge=choice.code_challenge,
        nonce=choice.nonce or None,
        at=time.time(),
    )
    return _return(choice, code=provider.grants.give_code(login), iss=provider.issuer)


@router.post("/token", summary="Exchange the code")
async def exchange(provider: TheProvider, asked: Annotated[TokenRequest, Form()]) -> Response:
    if asked.grant_type != "authorization_code":
        return _token_error("unsupported_grant_type")
    login = provider.grants.redeem(
        asked.code, client_id=asked.client_id, redirect_uri=asked.redirect_uri, verifier=asked.code_verifier
    )
    if login is None:
        return _token_error("invalid_grant")
    claims = _claims(login, issuer=provider.issuer)
    key = provider.key
    body = {
        "access_token": provider.grants.give_token(login),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": "openid",
        "id_token": jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid}),
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get("/userinfo", summary="Who signed in")
async def get_userinfo(request: Request, provider: TheProvider) -> Response:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    login = provider.grants.find_token(token) if scheme.lower() == "bearer" else None
    if login is None:
        return JSONResponse({"error": "invalid_token"}, 401, headers={"WWW-Authenticate": "Bearer"})
    return JSONResponse(_person_claims(login))


def _metadata(issuer: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "scopes_supported": ["openid", "profile"],
        "claims_supported": ["sub", "name", "acr", "persona", "nonce", "auth_time"],
        "acr_values_supported": list(LEVELS),
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_response_iss_parameter_supported": True,
    }


def _refuse(request: Request, asked: AuthorizationRequest, provider: Provider) -> Response | None:
    """Never a redirect to an address that is not the application's (RFC 6749, 4.1.2.1)."""
    if asked.client_id != CLIENT_ID or not _is_ours(asked.redirect_uri, provider.public_url):
        return _show_problem(request, "未知的应用或返回地址 Unknown client or redirect address.")
    problem = asked.problem()
    return _return(asked, error=problem) if problem else None


def _is_ours(redirect_uri: str, public_url: str) -> bool:
    """The application's own origin, or any port of the loopback (RFC 8252, 7.3)."""
    try:
        there, ours = urlsplit(redirect_uri), urlsplit(public_url)
    except ValueError:
        return False
    if there.username is not None or there.fragment or there.scheme not in ("http", "https"):
        return False
    return (there.scheme, there.netloc) == (ours.scheme, ours.netloc) or there.hostname in LOOPBACK_HOSTS


def _return(asked: AuthorizationRequest, **values: str) -> Response:
    if asked.state:
        values["state"] = asked.state
    joint = "&" if "?" in asked.redirect_uri else "?"
    return RedirectResponse(f"{asked.redirect_uri}{joint}{urlencode(values)}", status_code=303)


def _show_problem(request: Request, problem: str) -> Response:
    return templates.TemplateResponse(request, "choose.html", {"problem": problem}, status_code=400)


def _token_error(error: str) -> Response:
    return JSONResponse({"error": error}, 400, headers={"Cache-Control": "no-store"})


def _person_claims(login: Login) -> dict[str, object]:
    persona = get_persona(login.persona)
    return {"sub": persona.id, "name": persona.name, "acr": login.level, "persona": persona.id}


def _claims(login: Login, *, issuer: str) -> dict[str, object]:
    now = int(time.time())
    claims = _person_claims(login) | {
        "iss": issuer,
        "aud": login.client_id,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "auth_time": int(login.at),
    }
    return claims | ({"nonce": login.nonce} if login.nonce else {})
