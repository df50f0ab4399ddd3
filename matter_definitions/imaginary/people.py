"""What the people of an imaginary case do: what lets it go on, unless a decision says otherwise.

A decision is named by item and step (`birth-registration.decide`) and is one word, with a reason where it is
a refusal (`deny:already_registered`), or several for the first time, the second, …. `late` and `silent` are
words for everybody; a lasting word holds for every later time, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matter_definitions.imaginary.turns import Turn, TurnKind

LATE, SILENT = "late", "silent"
Decisions = Mapping[str, tuple[str, ...]]

# The first word of each is what lets the case go on; a turn that is not here has nothing to choose.
VOCABULARY: Mapping[TurnKind, tuple[str, ...]] = {
    "first_look": ("pass", "return"),
    "receipt": ("accept", "correct", "refuse", "not_applicable"),
    "approval": ("agree", "deny", "send_back", "correct"),
    "outcome": ("done", "refused"),
    "payment": ("pay", "unpaid", "fails"),
    "money": ("arrives", "returned"),
    "confirmation": ("confirm", "unconfirmed"),
    "mending": ("mend",),
    "publicity": ("nobody_objects", "object"),
    "objection": ("dismissed", "upheld"),
    "hearing": ("nobody_asks", "ask"),
    "visit_conclusion": ("passed", "failed"),
    "letter_answer": ("confirmed", "not_confirmed"),
    "late_supply": ("supply", "missed"),
    "late_supply_look": ("conforms", "lacks"),
    "promise_look": ("kept", "failed"),
}
# Words by which nobody does anything; the deadline, if there is one, does the rest.
_NOTHING = frozenset({SILENT, "unpaid", "unconfirmed", "missed", "nobody_objects", "nobody_asks"})
_LASTING = _NOTHING | {LATE, "fails"}
_WITH_REASON = frozenset({"deny", "refuse", "not_applicable", "refused"})
# A step that has to be confirmed first is late or silent itself; not confirming has a word of its own.
_ALWAYS_IN_TIME: frozenset[TurnKind] = frozenset(
    {"confirmation", "publicity", "objection", "hearing", "telling", "archive", "late_supply_look"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """`act` None: nothing is done. `late`: after the limit."""

    word: str
    reason: str | None = None
    late: bool = False

    @property
    def does_nothing(self) -> bool:
        return self.word in _NOTHING


@dataclass(slots=True)
class People:
    """Remembers how often each has been asked, so that a second time may be answered otherwise."""

    decisions: Decisions
    asked: dict[tuple[str, str, TurnKind], int] = field(default_factory=dict)

    def choose(self, turn: Turn, item_code: str) -> Choice:
        """What is done at this turn; to be asked once for each."""
        step = turn.key_step or turn.step
        words = self.decisions.get(f"{turn.item}.{step}") or self.decisions.get(f"{item_code}.{step}") or ()
        fitting = [each for each in words if _is_for(each.partition(":")[0], turn.kind)]
        place = (turn.item, step, turn.kind)
        number = self.asked[place] = self.asked.get(place, 0) + 1
        if number <= len(fitting):
            said = fitting[number - 1]
        elif fitting and fitting[-1] in _LASTING:
            said = fitting[-1]
        else:
            return usual(turn)
        word, _, reason = said.partition(":")
        return replace(usual(turn), late=True) if word == LATE else Choice(word, reason or None)


def usual(turn: Turn) -> Choice:
    """What lets the case go on."""
    return Choice(VOCABULARY.get(turn.kind, ("",))[0])


def _is_for(word: str, kind: TurnKind) -> bool:
    if word in (LATE, SILENT):
        return kind not in _ALWAYS_IN_TIME
    return word in VOCABULARY.get(kind, ())


def takes_a_reason(word: str) -> bool:
    return word in _WITH_REASON
