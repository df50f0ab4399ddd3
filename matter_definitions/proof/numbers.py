"""How many of something there can be: never more than a form has room for."""

from expressions.types import ValueType
from forms.reading import MAX_INSTANCES
from matter_definitions.proof.possible import Condition
from matter_definitions.proof.refuting import Proof


def prove_numbers(proof: Proof) -> None:
    for number, subject in enumerate(proof.form.subjects):
        if subject.repeats is None:
            continue
        count = proof.possible.formula(Condition(subject.repeats, ValueType.INT))
        proof.must_never_be(
            count > MAX_INSTANCES,
            proof.bench.place.below("subjects", number, "repeats"),
            "too-many",
            zh=f"“{subject.title.zh}”（{subject.code}）最多只能有 {MAX_INSTANCES} 个，有的回答会更多"
            "（请给问题写 maximum）",
            en=f"there can be {MAX_INSTANCES} of “{subject.title.en}” ({subject.code}) at most, and some"
            " answers give more (give the question a maximum)",
        )
