"""Signing in through the development identity provider, with an independent client (Authlib)."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
import uvicorn
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import AsyncOAuth2Client

from access.development_idp.provider import CLIENT_ID, create_provider

PUBLIC_URL = "http://portal.example.test:8600"
REDIRECT = f"{PUBLIC_URL}/sign-in/callback"
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app = create_provider(issuer=url, public_url=PUBLIC_URL, data_dir=tmp_path_factory.mktemp("idp"))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, ws="none", log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield url
    server.should_exit = True
    thread.join(10)


@pytest.fixture
async def browser(issuer: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=issuer, trust_env=False) as client:
        yield client


@pytest.fixture
async def client(issuer: str) -> AsyncIterator[AsyncOAuth2Client]:
    one = AsyncOAuth2Client(
        CLIENT_ID,
        redirect_uri=REDIRECT,
        scope="openid",
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
        trust_env=False,
    )
    yield one
    await one.aclose()  # pyright: ignore[reportAttributeAccessIssue] - an httpx client underneath


async def _come_back(browser, client, issuer, *, verifier: str, persona="mother", level="") -> str:
    """The address that the browser is sent back to after the choice."""
    url, _ = client.create_authorization_url(f"{issuer}/authorize", code_verifier=verifier, nonce="n-1")
    page = await browser.get(url)
    assert page.status_code == 200
    assert "李小雨" in page.text
    form = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    answer = await browser.post("/authorize", data=form | {"persona": persona, "level": level})
    assert answer.status_code == 303
    return answer.headers["Location"]


async def _sign_in(browser, client, issuer, **choice) -> dict:
    verifier = generate_token(48)
    back = await _come_back(browser, client, issuer, verifier=verifier, **choice)
    return await client.fetch_token(f"{issuer}/token", authorization_response=back, code_verifier=verifier)


async def _read_id_token(browser, issuer, token) -> dict:
    keys = jwt.PyJWKSet.from_dict((await browser.get("/jwks")).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["ES256"], audience=CLIENT_ID, issuer=issuer)


async def test_the_chosen_persona_signs_in(browser, client, issuer):
    token = await _sign_in(browser, client, issuer)
    claims = await _read_id_token(browser, issuer, token["id_token"])
    assert claims["sub"] == claims["persona"] == "mother"
    assert (claims["name"], claims["acr"], claims["nonce"]) == ("李小雨", "L3", "n-1")
    info = await browser.get("/userinfo", headers={"Authorization": f"Bearer {token['access_token']}"})
    assert info.json()["sub"] == "mother"


async def test_the_chooser_sets_the_assurance_level(browser, client, issuer):
    token = await _sign_in(browser, client, issuer, level="L2")
    assert (await _read_id_token(browser, issuer, token["id_token"]))["acr"] == "L2"


async def test_a_member_of_a_numbered_family_signs_in(browser, client, issuer):
    token = await _sign_in(browser, client, issuer, persona="family-17-father")
    assert (await _read_id_token(browser, issuer, token["id_token"]))["sub"] == "family-17-father"


async def test_a_code_is_good_once(browser, client, issuer):
    verifier = generate_token(48)
    back = await _come_back(browser, client, issuer, verifier=verifier)
    code = parse_qs(urlsplit(back).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "client_id": CLIENT_ID,
        "code_verifier": verifier,
    }
    assert (await browser.post("/token", data=form)).status_code == 200
    again = await browser.post("/token", data=form)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


async def test_a_code_without_the_right_verifier_is_worth_nothing(browser, client, issuer):
    back = await _come_back(browser, client, issuer, verifier=generate_token(48))
    code = parse_qs(urlsplit(back).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "client_id": CLIENT_ID,
        "code_verifier": generate_token(48),
    }
    assert (await browser.post("/token", data=form)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "redirect", ["https://evil.example/", "http://portal.example.test:8600@evil.example/", "javascript:1", ""]
)
async def test_nobody_is_sent_to_a_foreign_address(browser, redirect):
    asked = {"client_id": CLIENT_ID, "redirect_uri": redirect, "response_type": "code", "scope": "openid"}
    answer = await browser.get("/authorize", params=asked)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


async def test_a_request_without_pkce_is_sent_back_with_an_error(browser):
    asked = {
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "openid",
        "state": "s1",
    }
    answer = await browser.get("/authorize", params=asked)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (query["error"], query["state"]) == (["invalid_request"], ["s1"])


async def test_an_unknown_persona_gets_no_code(browser):
    form = {
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "openid",
        "code_challenge": "x",
        "code_challenge_method": "S256",
        "persona": "nobody",
    }
    assert (await browser.post("/authorize", data=form)).status_code == 400


async def test_userinfo_without_a_token_is_refused(browser):
    assert (await browser.get("/userinfo")).status_code == 401


async def test_discovery_names_the_issuer(browser, issuer):
    found = (await browser.get("/.well-known/openid-configuration")).json()
    assert found["issuer"] == issuer
    assert found["code_challenge_methods_supported"] == ["S256"]


def test_the_key_is_the_same_after_a_restart(tmp_path):
    first = create_provider(issuer="http://a", public_url=PUBLIC_URL, data_dir=tmp_path)
    before = (tmp_path / "development_idp" / "signing_key.pem").read_bytes()
    create_provider(issuer="http://a", public_url=PUBLIC_URL, data_dir=tmp_path)
    assert first
    assert (tmp_path / "development_idp" / "signing_key.pem").read_bytes() == before


def test_it_refuses_to_start_outside_the_local_stack(tmp_path):
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "ONEMATTER_LOCAL": "false",
        "ONEMATTER_DATA_DIR": str(tmp_path),
        "ONEMATTER_PUBLIC_URL": PUBLIC_URL,
        "ONEMATTER_IDENTITY_PROVIDER_URL": "http://127.0.0.1:1",
    }
    ended = subprocess.run(
        [sys.executable, "-c", "import access.development_idp.app"],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "local stack only" in ended.stderr
