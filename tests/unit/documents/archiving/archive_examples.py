"""A small case, archived: its log is written by the engine's own chain."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from documents.archiving.package import ArchivedFile, Contents, DailyRoot, Expected, Log
from engine.chain import chained
from engine.who import THE_ENGINE, Who
from matter_definitions import events
from matter_definitions.consequences import Event

CASE_ID = 42
BEGUN = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
PAPER, RESULT = b"%PDF-1.7 notice", b"%PDF-1.7 certificate"
PLAN_DOCUMENT = '{"format":2,"title":{"en":"card","zh":"办卡"}}'
APPLICANT = Who("applicant", "00000000-0000-0000-0000-00000000000a")


def document_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def issued(name: str, content: bytes) -> Event:
    data: dict[str, str | int | bool | None] = {
        "document": document_id(name),
        "template": name,
        "sha256": sha256(content).hexdigest(),
    }
    return Event(events.DOCUMENT_ISSUED, BEGUN + timedelta(hours=2), item="card", data=data)


def happened() -> list[tuple[Who, Event]]:
    return [
        (APPLICANT, Event(events.SUBMITTED, BEGUN, data={"channel": "网上", "items": 1, "agent": False})),
        (THE_ENGINE, Event(events.ACCEPTED, BEGUN + timedelta(hours=1), item="card", step="receipt")),
        (THE_ENGINE, issued("acceptance_notice", PAPER)),
        (THE_ENGINE, issued("card_result", RESULT)),
        (THE_ENGINE, Event(events.COMPLETED, BEGUN + timedelta(hours=3), data={"note": None})),
    ]


def rows_of(log: Sequence[tuple[Who, Event]], *, case_id: int = CASE_ID) -> list[dict[str, Any]]:
    return chained(case_id, 1, None, log)[0]


def contents(*, missing: bool = False) -> Contents:
    lost = [Expected("paper", "completion_notice", None)] if missing else []
    return Contents(
        case_no="3301102603020000017",
        plan=sha256(PLAN_DOCUMENT.encode()).hexdigest(),
        plan_document=PLAN_DOCUMENT,
        made_at=BEGUN + timedelta(days=14),
        files=[
            ArchivedFile("application/form.json", "application", '{"name": "李小雨"}'.encode()),
            ArchivedFile("application/materials/photo-1.jpg", "material", b"\xff\xd8 photo", "A"),
            ArchivedFile("papers/B8-1.pdf", "paper", PAPER, "B8", document_id("acceptance_notice")),
            ArchivedFile("results/card_result-1.pdf", "result", RESULT, "C", document_id("card_result")),
        ],
        expected=[
            Expected("application", "form", "application/form.json"),
            Expected("material", "photo version 1", "application/materials/photo-1.jpg"),
            Expected("paper", "acceptance_notice", "papers/B8-1.pdf"),
            Expected("result", "card", "results/card_result-1.pdf"),
            *lost,
        ],
        log=Log(CASE_ID, rows_of(happened()), [DailyRoot(date(2026, 3, 2), bytes(32), 900)]),
    )
