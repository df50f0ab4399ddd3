"""An actor as the database knows it: what row-level security decides by."""

from typing import cast

from access.actor import Actor
from database.session import Identity, StaffRole


def identity_of(actor: Actor) -> Identity:
    """The reader's identity; becoming the engine is a later step of an act that was authorised."""
    return Identity(
        role="reader",
        # What an agent sees of the principal's, the database decides anew each time (`acts_for`).
        person=actor.himself.person_id,
        officer=actor.officer_id,
        staff_role=cast(StaffRole, actor.kind) if actor.is_staff else None,
        department=actor.department,
        region=actor.region,
    )
