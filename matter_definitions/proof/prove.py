"""What is proved of a matter before it is published; each refutation comes with the shortest story found."""

from collections.abc import Callable

from forms.form_plan import FormPlan
from matter_definitions.library_index import Library
from matter_definitions.problems import Problem, Problems
from matter_definitions.proof.consents import prove_consents, prove_lookups
from matter_definitions.proof.decidable import complain_of_undecidable
from matter_definitions.proof.items import prove_items, prove_that_answers_lead_somewhere
from matter_definitions.proof.needs import prove_needs, prove_papers_asked_once
from matter_definitions.proof.numbers import prove_numbers
from matter_definitions.proof.possible import Possible
from matter_definitions.proof.questions import prove_a_way_in, prove_questions
from matter_definitions.proof.refuting import Proof
from matter_definitions.proof.solver import NotProved, Solver
from matter_definitions.workbench import Workbench, put_on_workbench

_PROOFS: tuple[Callable[[Proof], None], ...] = (
    prove_questions,
    prove_items,
    prove_that_answers_lead_somewhere,
    prove_needs,
    prove_papers_asked_once,
    prove_consents,
    prove_lookups,
    prove_numbers,
)


def prove_matter(library: Library, code: str, form: FormPlan) -> tuple[Problem, ...]:
    """`form` as it was compiled from the same library without an error."""
    problems = Problems()
    bench = put_on_workbench(library, code, problems)
    if not complain_of_undecidable(bench, form):
        _prove(bench, form)
    return problems.sorted()


def _prove(bench: Workbench, form: FormPlan) -> None:
    try:
        proof = Proof(bench, form, Solver(Possible(form)))
        if prove_a_way_in(proof):
            for each in _PROOFS:
                each(proof)
    except NotProved:
        bench.complain(
            bench.place,
            "not-proved",
            zh="无法在时限内证明这件事的各项条件没有矛盾，请简化条件",
            en="it could not be proved in time that the conditions of this matter agree; make them simpler",
        )
