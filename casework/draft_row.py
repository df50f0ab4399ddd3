"""A draft as it lies in its row: what the applicant said and what departments said, encrypted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.actor import level_of, reaches
from database.queries.person_rows import find_person_details
from forms.prefill import from_sign_in
from forms.reading import SIGN_IN, Prefilled
from matter_definitions.plan import Plan
from refusals import Unknown
from secrecy.envelope import WrappedKey, new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json

_COLUMNS = """
    SELECT a.id, a.owner, a.on_behalf_of, a.matter, a.plan, a.region, a.version, a.state, a.ciphertext,
        a.wrapped_key, a.kid, a.created_at, a.updated_at, a.case_id, a.authorisation, c.case_no,
        b.case_no AS after_case,
        now() + i.clock_offset AS now
    FROM application a CROSS JOIN installation i LEFT JOIN matter_case c ON c.id = a.case_id
        LEFT JOIN matter_case b ON b.id = a.after_case
    WHERE a.id = :id
"""
_READ = text(_COLUMNS)
_LOCK = text(_COLUMNS + " FOR NO KEY UPDATE OF a")
_INSERT = text("""
    INSERT INTO application (id, owner, on_behalf_of, matter, plan, region, ciphertext, wrapped_key, kid,
        authorisation, created_at, updated_at)
    VALUES (:id, :owner, :on_behalf_of, :matter, :plan, :region, :ciphertext, :wrapped_key, :kid,
        :authorisation, :now, :now)
""")
_UPDATE = text("""
    UPDATE application SET ciphertext = :ciphertext, plan = :plan, updated_at = :now,
        version = version + :raised
    WHERE id = :id RETURNING version
""")


@dataclass(frozen=True, slots=True)
class PrefilledValue:
    """`at`: when the source gave it, ISO 8601."""

    value: Any
    source: str
    at: str
    locked: bool = True


@dataclass(slots=True)
class DraftContent:
    """What the applicant typed is never lost, also when it does not count now.

    `found` and `asked` are by look-up (per instance `code.2`); `asked` holds the fingerprint of what was
    sent. `unanswered`: look-ups that failed, with a code of why. `shown`: what the person asked for a
    consent was shown, by consent. `asked_at` and `times_answered`: when a look-up was answered last (ISO
    8601, legal time), and how often. `told_plan`: the plan that she saw last, while it is not the one that
    counts; `earlier_plans`: those that counted before, the latest last.
    """

    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    form: dict[str, Any] = field(default_factory=dict[str, Any])
    delivery: dict[str, Any] = field(default_factory=dict[str, Any])
    commitments: dict[str, Any] = field(default_factory=dict[str, Any])
    prefilled: dict[str, PrefilledValue] = field(default_factory=dict[str, PrefilledValue])
    found: dict[str, bool] = field(default_factory=dict[str, bool])
    asked: dict[str, str] = field(default_factory=dict[str, str])
    asked_at: dict[str, str] = field(default_factory=dict[str, str])
    times_answered: dict[str, int] = field(default_factory=dict[str, int])
    unanswered: dict[str, str] = field(default_factory=dict[str, str])
    shown: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    told_plan: str = ""
    earlier_plans: list[str] = field(default_factory=list[str])

    @property
    def mode(self) -> str | None:
        mode = self.delivery.get("mode")
        return mode if isinstance(mode, str) else None

    def prefilled_for_form(self) -> dict[str, Prefilled]:
        return {key: Prefilled(each.value, each.source, each.locked) for key, each in self.prefilled.items()}

    def forget_lookup(self, key: str) -> None:
        """Drops all that a look-up (`code`, or `code.2` for the second instance) gave, and that it was made.

        How often it was answered is kept: what is asked next must not be a question that was answered before.
        """
        code, _, number = key.partition(".")

        def is_its_own(name: str) -> bool:
            return name == key or (not number and name.partition(".")[0] == code)

        self.found = {name: found for name, found in self.found.items() if not is_its_own(name)}
        self.asked = {name: sent for name, sent in self.asked.items() if not is_its_own(name)}
        self.asked_at = {name: at for name, at in self.asked_at.items() if not is_its_own(name)}
        self.prefilled = {
            name: each
            for name, each in self.prefilled.items()
            if each.source != code or (number and f".{number}." not in name)
        }


@dataclass(frozen=True)
class DraftRow:
    """`now` is legal time; `region` the place the applicant named, if any. `authorisation`: of the agent who
    started it for its owner. `has_moved`: `plan` is not written down yet; `is_retired`: no version of the
    matter is in force there, and `plan` is the last one that was. `after_case`: the number of the case
    that led to it."""

    id: UUID
    owner: UUID
    on_behalf_of: UUID | None
    matter: str
    plan: str
    region: str | None
    version: int
    state: str
    key: bytes = field(repr=False)
    content: DraftContent = field(repr=False)
    created_at: datetime
    updated_at: datetime
    case_no: str | None
    now: datetime
    authorisation: UUID | None = None
    after_case: str | None = None
    has_moved: bool = False
    is_retired: bool = False


async def read_draft(act: Act, application_id: UUID, *, lock: bool = False) -> DraftRow:
    """With the rights that the transaction has; authorise before. Raises Unknown."""
    row = (await act.connection.execute(_LOCK if lock else _READ, {"id": application_id})).one_or_none()
    if row is None or row.state == "deleted":
        raise Unknown
    return _opened(act, row)


async def insert_draft(
    act: Act,
    application_id: UUID,
    *,
    owner: UUID,
    on_behalf_of: UUID | None,
    matter: str,
    plan: str,
    region: str | None,
    content: DraftContent,
    now: datetime,
    authorisation: UUID | None = None,
) -> None:
    key = new_data_key()
    wrapped: WrappedKey = wrap(act.engine.keys, key, context=_context(application_id))
    row = {
        "id": application_id,
        "owner": owner,
        "on_behalf_of": on_behalf_of,
        "matter": matter,
        "plan": plan,
        "region": region,
        "ciphertext": _sealed(key, content, application_id),
        "wrapped_key": wrapped.wrapped,
        "kid": wrapped.kid,
        "authorisation": authorisation,
        "now": now,
    }
    await act.connection.execute(_INSERT, row)


async def update_draft(act: Act, draft: DraftRow, *, raises_version: bool = True) -> int:
    """Writes the content; gives the new version. What a department answered is no new version of hers."""
    values = {
        "id": draft.id,
        "ciphertext": _sealed(draft.key, draft.content, draft.id),
        "plan": draft.plan,
        "now": draft.now,
        "raised": int(raises_version),
    }
    return (await act.connection.execute(_UPDATE, values)).scalar_one()


async def known_by_sign_in(act: Act, plan: Plan, *, at: datetime) -> dict[str, PrefilledValue]:
    """What this login says of the actor; only a login of the matter's own level vouches for who she is.

    With the actor's own rights. Empty for a person who is not the applicant, and for one who was erased.
    """
    person = act.actor.person_id
    details = person and await find_person_details(act.connection, act.engine.keys, person=person)
    if not details:
        return {}
    claims = {
        "uscc" if details.get("kind") == "company" else "id_number": details.get("number"),
        "name": details.get("name"),
        "mobile": details.get("phone"),
        "email": details.get("email"),
    }
    known = from_sign_in(plan.form, {key: value for key, value in claims.items() if value})
    is_sure = reaches(act.actor.assurance, level_of(plan.assurance))
    return {
        key: PrefilledValue(each.value, SIGN_IN, at.isoformat(), each.locked)
        for key, each in known.items()
        if is_sure or not each.locked
    }


def _opened(act: Act, row: Row[Any]) -> DraftRow:
    key = unwrap(act.engine.keys, row.wrapped_key, kid=row.kid, context=_context(row.id))
    content: Mapping[str, Any] = decrypt_json(key, row.ciphertext, context=_context(row.id))
    prefilled = {name: PrefilledValue(**each) for name, each in content.get("prefilled", {}).items()}
    return DraftRow(
        id=row.id,
        owner=row.owner,
        on_behalf_of=row.on_behalf_of,
        matter=row.matter,
        plan=row.plan,
        region=row.region,
        version=row.version,
        state=row.state,
        key=key,
        content=DraftContent(**{**content, "prefilled": prefilled}),
        created_at=row.created_at,
        updated_at=row.updated_at,
        case_no=row.case_no,
        now=row.now,
        authorisation=row.authorisation,
        after_case=row.after_case,
    )


def _sealed(key: bytes, content: DraftContent, application_id: UUID) -> bytes:
    return encrypt_json(key, asdict(content), context=_context(application_id))


def _context(application_id: UUID) -> bytes:
    return f"application/{application_id}".encode()
