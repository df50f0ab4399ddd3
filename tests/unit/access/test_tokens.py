"""What a bearer token must be; each of these forgeries has been a real hole somewhere."""

import asyncio
import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from access.signing_keys import SigningKey, SigningKeys
from access.tokens import TokenRefused, Tokens, issue_token, verify_token
from access.trusted_issuers import OwnKeys, choose_key

US = "https://onematter.example"
NOW = datetime.now(UTC)
KEYS = SigningKeys(keys=(SigningKey.new(signs_from=NOW - timedelta(minutes=1)),))
ISSUERS = {US: OwnKeys(KEYS)}


def claims(**changes: object) -> dict[str, object]:
    now = datetime.now(UTC)  # not NOW: the tests before this one may have taken longer than a token lives
    right = {"iss": US, "aud": US, "sub": "mother", "iat": now, "exp": now + timedelta(minutes=5)}
    return {name: value for name, value in (right | changes).items() if value is not None}


def signed(document: Mapping[str, object], *, keys: SigningKeys = KEYS) -> str:
    key = keys.keys[0]
    return jwt.encode(dict(document), key.pem, algorithm="ES256", headers={"kid": KEYS.keys[0].kid})


async def test_a_token_of_ours_says_who_and_how_surely() -> None:
    token = issue_token(KEYS, subject="mother", level="L3", issuer=US, audience=US)
    found = await verify_token(token, issuers=ISSUERS, audience=US)
    assert (found.subject, found.level, found.issuer) == ("mother", "L3", US)


async def test_a_token_without_a_level_has_the_lowest() -> None:
    assert (await verify_token(signed(claims()), issuers=ISSUERS, audience=US)).level == "L1"


@pytest.mark.parametrize("missing", ["exp", "iat", "sub", "aud", "iss"])
async def test_a_token_that_leaves_a_claim_out_is_refused(missing: str) -> None:
    with pytest.raises(TokenRefused):
        await verify_token(signed(claims(**{missing: None})), issuers=ISSUERS, audience=US)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": NOW - timedelta(minutes=1)},
        {"iat": NOW + timedelta(days=1)},
        {"aud": "https://elsewhere.example"},
        {"iss": "https://elsewhere.example"},
        {"iss": ["https://onematter.example"]},
        {"sub": 7},
    ],
)
async def test_a_token_for_another_time_place_or_issuer_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(TokenRefused):
        await verify_token(_encode_anyhow(claims(**changes)), issuers=ISSUERS, audience=US)


async def test_a_token_of_another_key_under_our_key_id_is_refused() -> None:
    theirs = SigningKeys(keys=(SigningKey.new(signs_from=NOW),))
    with pytest.raises(TokenRefused):
        await verify_token(signed(claims(), keys=theirs), issuers=ISSUERS, audience=US)


async def test_a_token_without_a_signature_is_refused() -> None:
    token = jwt.encode(claims(), "", algorithm="none")
    with pytest.raises(TokenRefused):
        await verify_token(token, issuers=ISSUERS, audience=US)


async def test_our_public_key_is_no_shared_secret() -> None:
    """The HS256 confusion: the public key, which everybody has, used as a secret."""
    public = str(KEYS.keys[0].public_jwk()["x"])
    token = jwt.encode(claims(), public, algorithm="HS256", headers={"kid": KEYS.keys[0].kid})
    with pytest.raises(TokenRefused):
        await verify_token(token, issuers=ISSUERS, audience=US)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "....", "eyJ.eyJ.sig", "ключ", "\x00"])
async def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        await verify_token(text, issuers=ISSUERS, audience=US)


async def test_during_a_rotation_tokens_of_both_keys_are_good() -> None:
    rotated = KEYS.rotated(NOW - timedelta(hours=1))
    issuers = {US: OwnKeys(rotated)}
    old = signed(claims())
    new = jwt.encode(claims(), rotated.keys[1].pem, algorithm="ES256", headers={"kid": rotated.keys[1].kid})
    for token in (old, new):
        assert (await verify_token(token, issuers=issuers, audience=US)).subject == "mother"


class Changing(OwnKeys):
    """Whose keys change while it runs."""

    def replace_keys(self, keys: SigningKeys) -> None:
        self._published = keys.published(datetime.now(UTC)).keys


async def test_a_token_that_comes_again_says_the_same() -> None:
    tokens, token = Tokens(ISSUERS, audience=US), signed(claims())
    assert await tokens.verify(token) == await tokens.verify(token)


async def test_a_token_that_was_good_is_refused_once_it_has_expired() -> None:
    tokens = Tokens(ISSUERS, audience=US)
    now = datetime.now(UTC)
    token = signed(
        claims(iat=now - timedelta(minutes=5), exp=now - timedelta(seconds=4))
    )  # within the leeway
    assert (await tokens.verify(token)).subject == "mother"
    await asyncio.sleep(1.1)
    with pytest.raises(TokenRefused):
        await tokens.verify(token)


async def test_a_token_that_was_good_is_refused_once_its_key_is_gone() -> None:
    source = Changing(KEYS)
    tokens, token = Tokens({US: source}, audience=US), signed(claims())
    await tokens.verify(token)
    source.replace_keys(SigningKeys(keys=(SigningKey.new(signs_from=NOW),)))
    with pytest.raises(TokenRefused):
        await tokens.verify(token)


async def test_a_changed_token_is_not_the_one_that_was_good() -> None:
    tokens, token = Tokens(ISSUERS, audience=US), signed(claims())
    await tokens.verify(token)
    head, _, signature = token.split(".")
    other = signed(claims(sub="father")).split(".")[1]
    for forged in (f"{head}.{other}.{signature}", token[:-4] + "AAAA", token.swapcase()):
        with pytest.raises(TokenRefused):
            await tokens.verify(forged)


def test_without_a_key_id_only_the_only_key_is_meant() -> None:
    one = KEYS.published(NOW).keys
    two = KEYS.rotated(NOW).published(NOW).keys
    assert choose_key(one, kid=None, algorithm="ES256") is one[0]
    assert choose_key(two, kid=None, algorithm="ES256") is None
    assert choose_key(one, kid=None, algorithm="RS256") is None


def _encode_anyhow(document: dict[str, object]) -> str:
    """PyJWT refuses to make some of these, so the first two parts are written by hand and then signed."""
    plain = {name: int(value.timestamp()) if isinstance(value, datetime) else value
             for name, value in document.items()}  # fmt: skip
    head = {"alg": "ES256", "typ": "JWT", "kid": KEYS.keys[0].kid}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, plain)]
    message = b".".join(parts)
    algorithm = jwt.get_algorithm_by_name("ES256")
    signature = algorithm.sign(message, algorithm.prepare_key(KEYS.keys[0].pem))
    return b".".join([message, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()
