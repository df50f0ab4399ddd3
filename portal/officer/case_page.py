"""One case as offices see it: every item, what may be done with it now, papers, and what has happened."""

from fastapi import Request
from starlette.responses import Response

from access.act import Act
from casework.case_view import case_view
from casework.words import find_words
from portal.deadlines import due_words
from portal.language import language_of
from portal.moods import mood_of
from portal.officer.act_forms import SentAct, forms_of, joint_forms, place_of
from portal.problems import Problem
from portal.rendering import show


async def office_case_page(
    request: Request, act: Act, case_no: str, *, sent: SentAct | None = None, status: int = 200
) -> Response:
    """`sent`: an act that lacked something; it stands open again with what was typed."""
    sent = sent or SentAct()
    language = language_of(request)
    case = await case_view(act, case_no, language=language)
    done = find_words("transition", request.query_params.get("said", ""))
    place = place_of(sent.item, sent.word)
    return show(
        request,
        "officer/case.html",
        status=status,
        case=case,
        mood=mood_of("case", case.state),
        items=[
            (
                each,
                mood_of("item", each.state),
                due_words(each, language),
                forms_of(case.case_no, each, language, sent=sent),
            )
            for each in case.items
        ],
        promises=[(each, mood_of("commitment", each.state)) for each in case.commitments],
        joint_forms=joint_forms(case, language, sent=sent),
        chosen=place if sent.word else "",
        timeline=[each for each in reversed(case.timeline) if each.event != "DOCUMENT_ISSUED"],
        done=done.in_language(language) if done else "",
        problems=[
            Problem(words, f"#{place}-{pointer.strip('/')}" if pointer != "/" else f"#{place}")
            for pointer, words in sent.errors.items()
        ],
    )
