"""Consents and look-ups: each is wanted in some situation, and nobody is asked who is no part of the case."""

import z3

from forms.form_plan import ConsentPlan
from matter_definitions.proof.naming import subject_title
from matter_definitions.proof.refuting import Proof
from matter_definitions.workbench import Place


def prove_consents(proof: Proof) -> None:
    for number, consent in enumerate(proof.form.consents):
        place = proof.bench.place.below("consents", number, "when")
        sought = z3.And(proof.possible.no_exit, proof.possible.sought(consent))
        if proof.must_be_possible(
            sought,
            place,
            "never-sought",
            zh=f"没有任何回答会征求“{consent.title.zh}”（{consent.code}）",
            en=f"no answers ever ask for “{consent.title.en}” ({consent.code})",
        ):
            _prove_that_somebody_is_there(proof, consent, place)


def prove_lookups(proof: Proof) -> None:
    for number, lookup in enumerate(proof.form.lookups):
        proof.must_be_possible(
            z3.And(proof.possible.no_exit, proof.possible.holds(lookup.when)),
            proof.bench.place.below("lookups", number, "when"),
            "never-looked-up",
            zh=f"没有任何回答会查询“{lookup.title.zh}”（{lookup.code}）",
            en=f"no answers ever look up “{lookup.title.en}” ({lookup.code})",
        )


def _prove_that_somebody_is_there(proof: Proof, consent: ConsentPlan, place: Place) -> None:
    subject = proof.bench.subject(consent.subject)
    if subject is None:
        return
    title = subject_title(proof.form, consent.subject)
    proof.must_never_be(
        z3.And(
            proof.possible.no_exit,
            proof.possible.sought(consent),
            z3.Not(proof.possible.holds(subject.when)),
        ),
        place,
        "consent-of-nobody",
        zh=f"要征求“{consent.title.zh}”（{consent.code}），但有时没有“{title.zh}”，找不到本人",
        en=f"“{consent.title.en}” ({consent.code}) is asked for while there may be no “{title.en}”, so"
        " nobody would be found",
    )
