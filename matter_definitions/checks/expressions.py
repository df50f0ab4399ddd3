"""Every expression against the types of what it may speak of, and against the codes that exist."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from expressions.compile import Expression, compile_expression
from expressions.problems import ExpressionProblem
from expressions.types import ValueType
from forms.conditions import type_of, variables_of
from forms.form_plan import FormPlan
from forms.reading import CONSENT_STATES
from matter_definitions.language.items import StepModel
from matter_definitions.workbench import Place, UsedItem, Workbench

Variables = Mapping[str, ValueType]

_COMPARED = re.compile(r"""([a-z_]+\.[a-z0-9_]+)\s*(?:==|!=)\s*(['"])(.*?)\2""")
_LISTED = re.compile(r"""([a-z_]+\.[a-z0-9_]+)\s+in\s+\[([^\]]*)\]""")
_LITERAL = re.compile(r"""(['"])(.*?)\1""")
# Known beside the form: how risky the item is (settled when it is published), and whether the applicant
# has kept earlier promises, which only a commitment may ask.
_RISK: Variables = {"item.risk": ValueType.STRING}
_CREDIT: Variables = {"applicant.credit": ValueType.STRING}
_CODES_BESIDE = {
    "item.risk": frozenset({"low", "medium", "high"}),
    "applicant.credit": frozenset({"good", "bad"}),
}
_REGION_LITERAL = re.compile(r"""(['"])(\d+)\1""")


@dataclass(slots=True)
class Checker:
    """One matter's expressions. `all_variables` tell a name that does not exist from one used too early."""

    bench: Workbench
    form: FormPlan
    all_variables: Variables
    codes: Mapping[str, frozenset[str]]
    used: set[str]

    def check(
        self,
        source: str | None,
        place: Place,
        *,
        variables: Variables,
        result: ValueType = ValueType.BOOL,
        scope: Iterable[str | None] = (),
    ) -> None:
        """`scope`: the repeated subjects of which one is at hand."""
        if source is None:
            return
        try:
            expression = compile_expression(source, variables=variables, result=result)
        except ExpressionProblem as problem:
            self._complain_of(problem, source, place, variables)
            return
        self.used |= expression.variables()
        self._check_scope(expression, place, frozenset(scope))
        self._check_codes(source, place)

    def _complain_of(
        self, problem: ExpressionProblem, source: str, place: Place, variables: Variables
    ) -> None:
        early = sorted(
            name for name in self.all_variables if name not in variables and re.search(rf"\b{name}\b", source)
        )
        if early:
            self.bench.complain(
                place,
                "too-early",
                zh=f"这里还不知道 {'、'.join(early)}，不能使用",
                en=f"{', '.join(early)} is not known yet at this place and cannot be used here",
            )
            return
        self.bench.complain(
            place,
            "expression",
            zh=f"表达式 {source}（第 {problem.column} 个字符）：{problem.message_zh}",
            en=f"in the expression {source} (character {problem.column}): {problem.message_en}",
        )

    def _check_scope(self, expression: Expression, place: Place, scope: frozenset[str | None]) -> None:
        for name in sorted(expression.variables()):
            subject = name.partition(".")[0]
            if self.bench.repeats(subject) and subject not in scope:
                self.bench.complain(
                    place,
                    "which-one",
                    zh=f"“{subject}”可能有多个，这里不知道是哪一个的“{name}”",
                    en=f"there may be several of “{subject}”: whose “{name}” is meant here?",
                )

    def _check_codes(self, source: str, place: Place) -> None:
        """A comparison with an option that does not exist can never hold; it is a misspelling."""
        compared = [(name, text) for name, _, text in _COMPARED.findall(source)]
        compared += [(name, t) for name, texts in _LISTED.findall(source) for _, t in _LITERAL.findall(texts)]
        for name, text in compared:
            if name in self.codes and text not in self.codes[name]:
                known = ", ".join(sorted(self.codes[name]))
                self.bench.complain(
                    place,
                    "unknown-option",
                    zh=f"“{name}”没有选项“{text}”，可选：{known}",
                    en=f"“{name}” has no option “{text}”; there are {known}",
                )


def check_expressions(bench: Workbench, form: FormPlan) -> Mapping[str, frozenset[str]]:
    """The variables that the expressions of each item use, by its code, and under `""` all others."""
    variables = variables_of(form)
    checker = Checker(bench, form, variables, _codes(form), set())
    _check_questions(checker)
    _check_matter(checker)
    used = {"": frozenset(checker.used)}
    for item in bench.items:
        of_item = replace(checker, used=set())
        _check_item(of_item, item)
        used[item.code] = frozenset(of_item.used)
        checker.used |= of_item.used
    if not bench.problems.has_errors:
        _warn_of_questions_without_effect(checker)
    return used


def _codes(form: FormPlan) -> dict[str, frozenset[str]]:
    codes = {
        f"answers.{question.code}": frozenset(option.code for option in question.options)
        for question in form.questions
        if question.kind == "single"
    }
    codes |= {
        field.key: frozenset(option.code for option in field.options)
        for field in form.fields
        if field.options
    }
    codes |= {f"consent.{consent.code}": frozenset(CONSENT_STATES) for consent in form.consents}
    if form.delivery:
        codes["delivery.mode"] = frozenset(form.delivery.modes)
    return codes | _CODES_BESIDE


def _check_questions(checker: Checker) -> None:
    """A question may look back at earlier ones only; its exits at its own answer, too."""
    earlier: dict[str, ValueType] = {}
    for number, question in enumerate(checker.bench.matter.questions):
        place = checker.bench.place.below("questions", number)
        checker.check(question.when, place.below("when"), variables=earlier)
        name = f"answers.{question.code}"
        earlier = {**earlier, name: checker.all_variables[name]}
        for nth, each in enumerate(question.exits):
            checker.check(each.when, place.below("exits", nth, "when"), variables=earlier)


def _check_matter(checker: Checker) -> None:
    bench, everything = checker.bench, checker.all_variables
    answers = {name: each for name, each in everything.items() if name.startswith("answers.")}
    with_consents = answers | {n: each for n, each in everything.items() if n.startswith("consent.")}
    for number, subject in enumerate(bench.matter.subjects):
        place = bench.place.below("subjects", number)
        checker.check(subject.repeats, place.below("repeats"), variables=answers, result=ValueType.INT)
        checker.check(subject.when, place.below("when"), variables=everything, scope=[subject.code])
    for number, consent in enumerate(bench.matter.consents):
        checker.check(consent.when, bench.place.below("consents", number, "when"), variables=answers)
    for number, lookup in enumerate(bench.matter.lookups):
        checker.check(lookup.when, bench.place.below("lookups", number, "when"), variables=with_consents)
    in_a_case = {n: each for n, each in everything.items() if not n.startswith(("consent.", "found."))}
    for number, each in enumerate(bench.matter.next):
        checker.check(each.when, bench.place.below("next", number, "when"), variables=in_a_case)
    for number, each in enumerate(bench.matter.requires):
        checker.check(each.when, bench.place.below("requires", number, "when"), variables=answers)
    for number, rule in enumerate(bench.matter.rules):
        scope = [rule.field.partition(".")[0]]
        checker.check(
            rule.must, bench.place.below("rules", number, "must"), variables=everything, scope=scope
        )
    _check_derived(checker)


def _check_derived(checker: Checker) -> None:
    """What is computed is computed from what is typed or found, not from other computed fields."""
    fields = {field.key: field for field in checker.form.fields}
    computed = {field.key for field in checker.form.fields if field.is_computed}
    variables = {name: each for name, each in checker.all_variables.items() if name not in computed}
    for number, derived in enumerate(checker.bench.matter.derived):
        if derived.field in fields and derived.value is not None:
            checker.check(
                derived.value,
                checker.bench.place.below("derived", number, "value"),
                variables=variables,
                result=type_of(fields[derived.field]),
                scope=[derived.field.partition(".")[0]],
            )


def _check_item(checker: Checker, item: UsedItem) -> None:
    everything, each_of = checker.all_variables, item.entry.for_each
    checker.check(item.entry.when, item.entry_place.below("when"), variables=everything, scope=[each_of])
    own = item.entry.region is None
    place = item.place.below("region") if own else item.entry_place.below("region")
    _check_region(checker, item.entry.region or item.model.region, place, everything, [each_of])
    for number, need in enumerate(item.model.fields):
        scope = [each_of, need.field.partition(".")[0]]
        checker.check(
            need.when, item.place.below("fields", number, "when"), variables=everything, scope=scope
        )
    for number, need in enumerate(item.model.materials):
        scope = [each_of, need.material.partition(".")[0]]
        checker.check(
            need.when, item.place.below("materials", number, "when"), variables=everything, scope=scope
        )
    in_a_case = {n: each for n, each in everything.items() if not n.startswith(("consent.", "found."))}
    for number, step in enumerate(item.model.steps):
        _check_item_step(checker, item, step, item.place.below("steps", number), in_a_case)
    _check_offers(checker, item, in_a_case)


def _check_item_step(
    checker: Checker, item: UsedItem, step: StepModel, place: Place, variables: Variables
) -> None:
    scope, with_risk = [item.entry.for_each], {**variables, **_RISK}
    checker.check(step.when, place.below("when"), variables=with_risk, scope=scope)
    for nth, level in enumerate(step.levels):
        where = place.below("levels", nth, "when")
        checker.check(level.when, where, variables=with_risk, scope=scope)
    for name, part in (("by", step.by), ("letter", step.letter)):
        if part and part.region:
            _check_region(checker, part.region, place.below(name, "region"), variables, scope)


def _check_offers(checker: Checker, item: UsedItem, variables: Variables) -> None:
    scope = [item.entry.for_each]
    if item.model.forwards:
        where = item.place.below("forwards", "region")
        _check_region(checker, item.model.forwards.region, where, variables, scope)
    for number, commitment in enumerate(item.model.commitments):
        where = item.place.below("commitments", number, "eligible")
        checker.check(commitment.eligible, where, variables={**variables, **_RISK, **_CREDIT}, scope=scope)


def _check_region(
    checker: Checker, source: str, place: Place, variables: Variables, scope: list[str | None]
) -> None:
    checker.check(source, place, variables=variables, result=ValueType.STRING, scope=scope)
    _check_region_literals(checker.bench, source, place)


def _check_region_literals(bench: Workbench, source: str, place: Place) -> None:
    for _, digits in _REGION_LITERAL.findall(source):
        if len(digits) != 12 or (bench.library.regions and digits not in bench.library.regions):
            bench.complain(
                place,
                "unknown-region",
                zh=f"“{digits}”不是 12 位的地区代码",
                en=f"“{digits}” is not a region's code of 12 digits",
            )


def _warn_of_questions_without_effect(checker: Checker) -> None:
    for number, question in enumerate(checker.bench.matter.questions):
        leads_out = question.exits or any(option.exit for option in question.options)
        if f"answers.{question.code}" not in checker.used and not leads_out:
            checker.bench.warn(
                checker.bench.place.below("questions", number),
                "no-effect",
                zh=f"问题“{question.code}”的回答没有任何作用",
                en=f"nothing depends on the answer to the question “{question.code}”",
            )
