"""The acts that are possible with an item now, each as a small form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.case_items import ItemView
from casework.case_view import CaseView
from casework.words import state_words
from portal.inputs import Choice, Input
from portal.language import Language
from portal.wording import gettext_in

LONGEST_REASON = 2000
GRAVE = frozenset({"revoke", "suspend_result", "take_back", "approve_void", "reject_suspension"})
# Where each act is sent: what needs a supervisor is on the supervisor's own pages.
OF_SUPERVISORS = frozenset(
    {
        "reopen", "reject_suspension", "grant_extension", "refuse_extension", "approve_void", "refuse_void",
    }
)  # fmt: skip
# Acts with a form here, in the order in which they stand; the others are outcomes of tasks.
_ACTS = (
    "resume", "ask_extension", "grant_extension", "refuse_extension", "reject_suspension", "deliver", "sign",
    "rectify", "take_back", "reopen", "give_prior_notice", "record_heard", "suspend_result",
    "restore_result", "revoke", "ask_void", "approve_void", "refuse_void",
)  # fmt: skip
_WITHOUT_REASON = frozenset({"resume", "deliver", "sign"})
_REASON_OPTIONAL = frozenset({"grant_extension", "approve_void", "reopen"})
_KINDS: Mapping[str, tuple[str, ...]] = {
    "revoke": ("revoked", "licence_withdrawn", "cancelled"),
    "ask_void": ("entry_error", "invalid"),
}


@dataclass(frozen=True, slots=True)
class SentAct:
    """What was sent with an act that could not be done, so that nothing must be typed again."""

    item: str = ""
    word: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class ActForm:
    """`id` is that of its place on the page; `href`: where it is sent."""

    word: str
    id: str
    title: str
    href: str
    grave: bool
    inputs: Sequence[Input]


def forms_of(case_no: str, item: ItemView, language: Language, *, sent: SentAct) -> list[ActForm]:
    return [_form(case_no, item, word, language, sent) for word in _ACTS if word in item.allowed]


def joint_forms(case: CaseView, language: Language, *, sent: SentAct) -> list[ActForm]:
    """What may be done about the limit of the departments together; it belongs to no item."""
    words = case.joint_limit.allowed if case.joint_limit else []
    return [_joint_form(case.case_no, word, language, sent) for word in words]


def _joint_form(case_no: str, word: str, language: Language, sent: SentAct) -> ActForm:
    kept = sent if (sent.item, sent.word) == ("", word) else SentAct()
    place, base = place_of("", word), "/office/cases" if word == "ask_joint_extension" else "/overview/cases"
    reason = Input(
        name="reason",
        id=f"{place}-reason",
        kind="area",
        title=gettext_in(language)("Reason"),
        value=kept.values.get("reason", ""),
        error=kept.errors.get("/reason"),
        required=word != "grant_joint_extension",
        choices=(),
        max_length=LONGEST_REASON,
    )
    title = state_words("transition", word, language=language)
    return ActForm(word, place, title, f"{base}/{case_no}/joint/{word}", word in GRAVE, [reason])


def place_of(item: str, word: str) -> str:
    return f"act-{item.replace('.', '-')}-{word}"


def _form(case_no: str, item: ItemView, word: str, language: Language, sent: SentAct) -> ActForm:
    kept = sent if (sent.item, sent.word) == (item.key, word) else SentAct()
    base = "/overview/cases" if word in OF_SUPERVISORS else "/office/cases"
    return ActForm(
        word=word,
        id=place_of(item.key, word),
        title=state_words("transition", word, language=language),
        href=f"{base}/{case_no}/items/{item.key}/{word}",
        grave=word in GRAVE,
        inputs=[
            Input(
                name=name,
                id=f"{place_of(item.key, word)}-{name}",
                kind="choice" if choices else "area" if name == "reason" else "text",
                title=title,
                value=kept.values.get(name, ""),
                error=kept.errors.get(f"/{name}"),
                required=required,
                choices=choices,
                max_length=None if choices else LONGEST_REASON,
            )
            for name, title, choices, required in _questions(item, word, language)
        ],
    )


def _questions(
    item: ItemView, word: str, language: Language
) -> list[tuple[str, str, Sequence[Choice], bool]]:
    """Name, title, choices and whether it is needed."""
    _ = gettext_in(language)
    asked: list[tuple[str, str, Sequence[Choice], bool]] = []
    if word in _KINDS:
        kinds = [(code, state_words("reason", code, language=language)) for code in _KINDS[word]]
        asked.append(("kind", _("Kind"), kinds, True))
    steps = _steps(item, word)
    if steps:
        asked.append(("step", _("Which one?"), steps, word == "rectify"))
    if word == "reopen":
        asked.append(("decision", _("Decision on review: number, authority and day"), (), True))
    if word in ("deliver", "sign"):
        asked.append(("to", _("Who took it?"), (), True))
    if word not in _WITHOUT_REASON:
        asked.append(("reason", _title_of_reason(word, language), (), word not in _REASON_OPTIONAL))
    if word in ("revoke", "suspend_result"):
        asked.append(("legal_basis", _("Legal basis"), (), True))
    return asked


def _title_of_reason(word: str, language: Language) -> str:
    _ = gettext_in(language)
    match word:
        case "give_prior_notice":
            return _("What is intended, the facts, the grounds and the law")
        case "record_heard":
            return _("What the person said")
        case _:
            return _("Reason")


def _steps(item: ItemView, word: str) -> list[Choice]:
    """Passed levels that may be taken back; results, where there are several."""
    if word == "take_back" and item.state == "accepted":
        return [
            (each.code, each.title) for each in item.steps if (each.kind, each.state) == ("approval", "done")
        ]
    papers = [(each.code, each.title) for each in item.steps if each.kind == "issue_result"]
    return papers if word == "rectify" and len(papers) > 1 else []
