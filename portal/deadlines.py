"""Until when an item has to be where, in words for applicants and offices alike."""

from casework.case_items import ItemView
from portal.language import Language
from portal.showing import show_deadline
from portal.wording import gettext_in


def due_words(item: ItemView, language: Language) -> str:
    """What the clock that runs now is for, and its day; "" when none runs or it stands."""
    _ = gettext_in(language)
    words = {
        "receipt": _("To be looked at by %(day)s"),
        "handling": _("To be decided by %(day)s"),
        "delivery": _("To be delivered by %(day)s"),
    }.get(item.clocks.running or "")
    if words is None or item.due_at is None or item.clocks.paused:
        return ""
    said = words % {"day": show_deadline(item.due_at, language)}
    return said + _(" (provisional)") if item.clocks.provisional else said
