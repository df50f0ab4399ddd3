"""Where the answer to a form may lead: nowhere but to us, the sign-in and the payment pages."""

import httpx
from starlette.applications import Starlette

from api.frame.protective_headers import ProtectiveHeaders


async def test_forms_lead_to_named_origins_only() -> None:
    app = ProtectiveHeaders(Starlette(), leads_to=["https://pay.example/a", "https://id.example:8443"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://us") as client:
        policy = (await client.get("/")).headers["content-security-policy"]
    assert "form-action 'self' https://id.example:8443 https://pay.example;" in policy
