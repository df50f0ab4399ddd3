"""The identity provider's keys: fetched when needed, kept, and never asked for at a stranger's pace."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from access.signing_keys import SigningKey, SigningKeys
from access.trusted_issuers import ProviderKeys
from refusals import Busy

ISSUER = "https://id.example"
KEYS = SigningKeys(keys=(SigningKey.new(signs_from=datetime.now(UTC) - timedelta(minutes=1)),))


class Provider:
    """Answers discovery and JWKS, and counts."""

    def __init__(self, *, issuer: str = ISSUER, status: int = 200) -> None:
        self.issuer, self.status, self.asked = issuer, status, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/jwks":
            self.asked += 1
            return httpx.Response(self.status, json=KEYS.key_set(datetime.now(UTC)))
        return httpx.Response(200, json={"issuer": self.issuer, "jwks_uri": f"{ISSUER}/jwks"})


def keys_of(provider: Provider) -> ProviderKeys:
    return ProviderKeys(ISSUER, client=httpx.AsyncClient(transport=httpx.MockTransport(provider)))


async def test_keys_are_asked_for_once() -> None:
    provider = Provider()
    keys = keys_of(provider)
    for _ in range(3):
        assert await keys.find_key(kid=KEYS.keys[0].kid, algorithm="ES256") is not None
    assert provider.asked == 1


async def test_made_up_key_ids_do_not_make_us_ask_again_and_again() -> None:
    provider = Provider()
    keys = keys_of(provider)
    for number in range(20):
        assert await keys.find_key(kid=f"made-up-{number}", algorithm="ES256") is None
    assert provider.asked == 1


async def test_the_document_of_another_issuer_is_not_believed() -> None:
    with pytest.raises(Busy):
        await keys_of(Provider(issuer="https://evil.example")).find_key(kid="k", algorithm="ES256")


async def test_a_provider_that_is_away_means_later_and_not_no() -> None:
    with pytest.raises(Busy):
        await keys_of(Provider(status=502)).find_key(kid="k", algorithm="ES256")
