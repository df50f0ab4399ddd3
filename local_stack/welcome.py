"""The one line that says where the stack is and who may sign in."""

from access.personas import PERSONAS


def welcome_line(url: str) -> str:
    by_role: dict[str, list[str]] = {}
    for persona in PERSONAS:
        by_role.setdefault(persona.role, []).append(persona.name)
    people = "; ".join(f"{role}: {', '.join(names)}" for role, names in by_role.items())
    return f"OneMatter is ready at {url} — sign in as {people}"
