"""Every question can be asked, every answer can be given, and not every answer leads away."""

from matter_definitions.proof.refuting import Proof


def prove_questions(proof: Proof) -> None:
    place = proof.bench.place.below("questions")
    proof.must_be_possible(
        proof.possible.no_exit(),
        place,
        "no-way-in",
        zh="无论怎样回答都不能办理这件事",
        en="whatever is answered, this matter cannot be done",
    )
    for number, question in enumerate(proof.form.questions):
        proof.must_be_possible(
            proof.possible.asked(question),
            place.below(number, "when"),
            "never-asked",
            zh=f"问题“{question.code}”永远不会问到",
            en=f"the question “{question.code}” is never asked",
        )
