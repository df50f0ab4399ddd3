"""Every question can be asked, every answer can be given, and not every answer leads away."""

from matter_definitions.proof.naming import question_named
from matter_definitions.proof.refuting import Proof


def prove_a_way_in(proof: Proof) -> bool:
    """Whether there is one; without it nothing else can be either."""
    return proof.must_be_possible(
        proof.possible.no_exit,
        proof.bench.place.below("questions"),
        "no-way-in",
        zh="无论怎样回答都不能办理这件事",
        en="whatever is answered, this matter cannot be done",
    )


def prove_questions(proof: Proof) -> None:
    for number, question in enumerate(proof.form.questions):
        name = question_named(question)
        proof.must_be_possible(
            proof.possible.asked(question),
            proof.bench.place.below("questions", number, "when"),
            "never-asked",
            zh=f"问题{name.zh}永远不会问到",
            en=f"the question {name.en} is never asked",
        )
