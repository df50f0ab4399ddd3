"""What expressions are evaluated over: one flat mapping of facts out of stored values and answers."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

Instance = tuple[str, int]
"""A repeated subject and which one of it, from 1: `("child", 2)`."""


def facts_for(
    values: Mapping[str, object],
    answers: Mapping[str, object],
    consents: Mapping[str, str],
    found: Mapping[str, bool],
    *,
    instance: Instance | None = None,
    today: date,
) -> dict[str, object]:
    """The facts as seen from one instance: `child.2.name` becomes `child.name` for `("child", 2)`.

    Values of other instances are left out, so that an expression never mixes two children. A look-up
    that is done once per instance is kept as `birth_record.2` and becomes `found.birth_record`.
    """
    facts: dict[str, object] = {"today": today}
    facts |= {f"answers.{code}": answer for code, answer in answers.items()}
    facts |= {f"consent.{code}": state for code, state in consents.items()}
    for key, value in values.items():
        name = _as_seen_from(instance, key)
        if name is not None:
            facts[name] = value
    for key, is_found in found.items():
        code, _, number = key.partition(".")
        if not number or (instance is not None and number == str(instance[1])):
            facts[f"found.{code}"] = is_found
    return facts


def key_of(base_key: str, instance: Instance | None) -> str:
    """`child.name` of `("child", 2)` is stored as `child.2.name`; other subjects' keys stay as they are."""
    subject, _, element = base_key.partition(".")
    if instance is None or subject != instance[0]:
        return base_key
    return f"{subject}.{instance[1]}.{element}"


@lru_cache(maxsize=4096)
def base_key_of(key: str) -> tuple[str, int | None]:
    """The inverse of `key_of`: `child.2.name` gives `child.name` and 2."""
    parts = key.split(".")
    if len(parts) == 3 and parts[1].isascii() and parts[1].isdigit():
        return f"{parts[0]}.{parts[2]}", int(parts[1])
    return key, None


def _as_seen_from(instance: Instance | None, key: str) -> str | None:
    base, number = base_key_of(key)
    if number is None:
        return key
    return base if instance == (base.partition(".")[0], number) else None
