"""A quiet matter (of mourning, say) asks nobody for a rating and offers nobody another matter."""

from matter_definitions.workbench import Workbench

# Messages that ask whoever reads them for a rating.
ASKING_FOR_A_RATING = frozenset({"case_completed"})


def check_tone(bench: Workbench) -> None:
    if bench.matter.tone != "quiet":
        return
    for number, notice in enumerate(bench.matter.notices):
        if notice.template in ASKING_FOR_A_RATING:
            bench.complain(
                bench.place.below("notices", number, "template"),
                "quiet-and-asking",
                zh=f"克制语气（tone: quiet）的事项不能用请人评价的消息“{notice.template}”",
                en=f"a quiet matter cannot use “{notice.template}”, which asks for a rating",
            )
    for number, _ in enumerate(bench.matter.next):
        bench.complain(
            bench.place.below("next", number),
            "quiet-and-offering",
            zh="克制语气（tone: quiet）的事项不推荐下一件事",
            en="a quiet matter offers no other matter afterwards",
        )
