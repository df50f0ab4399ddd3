"""What other systems look up without signing in."""

from pathlib import Path

import httpx
import jwt

from api.app_factory import create_app
from local_stack.ports import free_port
from tests.conftest import Database
from tests.web.access.conftest import US, Application, install, settings_for


async def test_ready_while_acts_can_be_taken(application: Application) -> None:
    for root in ("", "/api/v1"):
        assert (await application.api.get(f"{root}/health/live")).json() == {"status": "alive"}
        ready = await application.api.get(f"{root}/health/ready")
        assert (ready.status_code, ready.json()) == (200, {"status": "ready", "degraded": []})


async def test_without_temporal_and_worker_acts_are_taken_all_the_same(
    database: Database, tmp_path: Path
) -> None:
    install(database)
    nowhere = str(free_port())
    settings = settings_for(
        database, tmp_path, TEMPORAL_ADDRESS=f"127.0.0.1:{nowhere}", ONEMATTER_WORKER_METRICS_PORT=nowhere
    )
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=US) as api:
        ready = await api.get("/health/ready")
    assert (ready.status_code, ready.json()["degraded"]) == (200, ["temporal", "worker"])


async def test_without_the_database_the_process_is_alive_but_not_ready(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://onematter_app:x@127.0.0.1:{free_port()}/gone"
    app = create_app(settings_for(Database(owner_url=url, app_url=url), tmp_path))
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=US) as api:
        assert (await api.get("/health/live")).status_code == 200
        ready = await api.get("/health/ready")
    assert ready.status_code == 503
    assert "retry-after" in ready.headers


async def test_the_published_keys_verify_our_tokens(application: Application) -> None:
    header = await application.token("mother")
    document = (await application.api.get("/.well-known/jwks.json")).json()
    key = jwt.PyJWKSet.from_dict(document).keys[0]
    token = header["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, key, algorithms=["ES256"], audience=US, issuer=US)
    assert claims["sub"] == "mother"
    assert "李小雨" not in str(claims)


async def test_the_description_names_the_rule_and_every_error_of_each_operation(
    application: Application,
) -> None:
    document = (await application.api.get("/api/v1/openapi.json")).json()
    assert "/api/v1/dev/personas" in document["paths"]
    assert "/login" not in document["paths"]
    note = document["paths"]["/api/v1/trial/notes"]["post"]
    assert note["x-access"] == {"who": ["applicant"], "level": "L1"}
    assert note["security"] == [{"bearer": []}]
    assert {"201", "401", "403", "409", "422", "503"} <= set(note["responses"])
    problem = note["responses"]["422"]["content"]
    assert problem == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "HTTPValidationError" not in str(document)


async def test_every_reference_of_the_description_leads_somewhere(application: Application) -> None:
    document = (await application.api.get("/api/v1/openapi.json")).json()
    schemas = document["components"]["schemas"]
    for part in str(document).split("'#/components/schemas/")[1:]:
        assert part.split("'")[0] in schemas
