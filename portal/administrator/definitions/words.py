"""What may be decided about an imaginary case, in words for people."""

from collections.abc import Mapping

from portal.language import Language
from portal.wording import gettext_in


def decision_words(language: Language) -> Mapping[str, str]:
    """By the words of `matter_definitions/imaginary/people.py`."""
    _ = gettext_in(language)
    return {
        "accept": _("accepts"),
        "agree": _("agrees"),
        "arrives": _("the money arrives"),
        "ask": _("somebody asks for it"),
        "confirm": _("confirms"),
        "confirmed": _("confirmed"),
        "conforms": _("it is in order"),
        "correct": _("asks for corrections"),
        "deny": _("denies"),
        "dismissed": _("the objection is dismissed"),
        "done": _("is done"),
        "fails": _("it fails at first"),
        "failed": _("not passed"),
        "kept": _("the promise was kept"),
        "lacks": _("something is lacking"),
        "late": _("after the limit"),
        "mend": _("mends it"),
        "missed": _("never brings it"),
        "nobody_asks": _("nobody asks"),
        "nobody_objects": _("nobody objects"),
        "not_applicable": _("not needed, or not this authority"),
        "not_confirmed": _("not confirmed"),
        "object": _("somebody objects"),
        "pass": _("lets it pass"),
        "passed": _("passed"),
        "pay": _("pays"),
        "refuse": _("refuses to accept"),
        "refused": _("the other side refuses"),
        "return": _("gives it back"),
        "returned": _("the money comes back"),
        "send_back": _("sends it back"),
        "silent": _("never does anything"),
        "supply": _("brings it"),
        "unconfirmed": _("does not confirm"),
        "unpaid": _("does not pay"),
        "upheld": _("the objection is upheld"),
    }
