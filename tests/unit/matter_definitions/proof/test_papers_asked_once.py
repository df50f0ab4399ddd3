"""One paper under two keys: a mistake only where somebody would be asked for both."""

from pathlib import Path

from matter_definitions.check import check_source
from matter_definitions.library_index import load_library

DEFINITIONS = Path(__file__).parents[3] / "definitions"
ASKED = (DEFINITIONS / "broken" / "material-with-and-without-an-owner.yaml").read_text(encoding="utf-8")
LIBRARY = load_library(DEFINITIONS / "library_card")


def _told(text: str) -> list[str]:
    return [each.en for each in check_source(text, library=LIBRARY).problems if each.severity == "error"]


def test_the_story_says_when_both_are_asked_for() -> None:
    printed = ASKED.replace("  - reader.photo\n", "  - {material: reader.photo, when: answers.printed}\n")
    assert _told(printed) == [
        (
            "the same material may be asked for as “Reader: Photo” (reader.photo), too: say whose it is."
            " For example: “Do you study here” is “yes”, “Do you want a printed card” is “yes”."
        )
    ]


def test_papers_that_are_never_asked_for_together_give_no_alarm() -> None:
    apart = ASKED.replace("  - photo\n", '  - {material: photo, when: "!answers.printed"}\n')
    apart = apart.replace("  - reader.photo\n", "  - {material: reader.photo, when: answers.printed}\n")
    assert _told(apart) == []
