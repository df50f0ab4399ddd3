"""The one line that says where the stack is and who may sign in."""

from access.personas import PERSONAS


def welcome_line(url: str) -> str:
    # A dict for its order: two agents of one company sign in under the company's name.
    by_role: dict[str, dict[str, None]] = {}
    for persona in PERSONAS:
        by_role.setdefault(persona.role, {})[persona.name] = None
    people = "; ".join(f"{role}: {', '.join(names)}" for role, names in by_role.items())
    return f"OneMatter is ready at {url} — sign in as {people}"
