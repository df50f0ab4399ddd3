"""An example of a matter, played by everybody whom it concerns, to the end that it names.

Everybody does what lets the case go on, but for what the example's `decisions` say, as in the imaginary cases
of `check` (`matter_definitions/imaginary/people.py`). Matters differ only in who the people are and what they
know.
"""

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from access.personas import PERSONAS
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan
from matter_definitions.language.examples import ExampleModel
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import Plan, StepPlan
from tests.built_in import built_in_plan
from tests.web.api.conftest import Person
from tests.web.api.playing import PlayedCase, Stage, page

OFFICERS = {(each.department, each.rank): each.id for each in reversed(PERSONAS) if each.role == "officer"}
LONG_AFTER = 60  # days: longer than any result is valid that another item needs
_USUAL = ("accept", "kept", "grant", "pass")


@dataclass
class PlayedExample(PlayedCase):
    """`number`: of the family whom it happens to. `asked`: how often each has decided, by item and step."""

    example: ExampleModel
    number: int = field(init=False)
    asked: Counter[str] = field(default_factory=Counter[str], init=False)
    marked: dict[str, str] = field(default_factory=dict[str, str], init=False)
    waited: bool = field(default=False, init=False)

    matter: ClassVar[str]
    law: ClassVar[str]

    def __post_init__(self) -> None:
        self.number = next(self.stage.numbers)

    # --- who the people are and what they know

    @abstractmethod
    def known(self) -> Mapping[str, object]:
        """What the applicant knows and no register tells, by form key."""

    def entries(self, task: Mapping[str, Any], nth: int) -> Mapping[str, object]:
        """What an officer writes down when he decides for the `nth` time."""
        del task, nth
        return {}

    async def other(self, consent: str) -> Person:
        """Who is asked to agree."""
        raise AssertionError(f"nobody is asked for {consent}")

    async def agree(self, person: Person, path: str) -> None:
        await person.post(path, {"decision": "give"})

    def mark(self, task: Mapping[str, Any]) -> dict[str, str]:
        """What a correction is asked of."""
        return {"material": task["materials"][0]["key"]}

    # --- from the first question to the end

    @property
    def plan(self) -> Plan:
        return built_in_plan(self.matter)

    async def to_the_end(self) -> dict[str, Any]:
        """The case as the applicant sees it when nothing happens any more."""
        await self.prepare()
        await self.apply()
        return await self.go_on()

    async def go_on(self) -> dict[str, Any]:
        while (
            await self.carry()
            or await self.decide()
            or await self.confirm()
            or await self.mend()
            or await self.pay()
            or await self.wait()
        ):
            pass
        return await self.case()

    async def prepare(self) -> None:
        """What registers and departments do otherwise: they find nothing, refuse, say another value."""
        (await self.town.departments.post("/control/reset")).raise_for_status()
        controls = defaultdict[str, dict[str, dict[str, Any]]](lambda: {"reject": {}, "otherwise": {}})
        lookups = {each.code: each for each in self.plan.form.lookups}
        for place, (word, *_) in self.example.decisions.items():
            what, _, which = place.partition(".")
            if what == "lookup" and word == "not_found":
                controls[lookups[which].connector]["reject"][lookups[which].kind] = {"outcome": word}
            elif word == "refused" and what in self.plan.by_code:
                step = self.step_at(place)
                controls[step.connector or ""]["reject"][step.call or ""] = {"outcome": word}
        for key, value in self.example.values.items():
            for step, theirs in self._told(base_key_of(key)[0]):
                controls[step.connector or ""]["otherwise"][step.call or ""] = {theirs: value}
        for department, control in controls.items():
            await self.town.behave(department, **control)

    def _told(self, key: str) -> list[tuple[StepPlan, str]]:
        """The steps in which a department tells this, and what it is called there."""
        steps = [step for item in self.plan.items for step in item.steps]
        return [(each, each.receive[key]) for each in steps if each.receive and key in each.receive]

    def step_at(self, place: str) -> StepPlan:
        """`birth-registration.2.decide`: a step of one repetition."""
        return self.plan.step(place.partition(".")[0], place.rpartition(".")[2])

    async def apply(self) -> None:
        draft = await self.start()
        await self.fill_in(draft)
        await self.ask_others(draft)
        await self.promise(draft)
        await self.hand_in(draft)
        await self.submit(draft)

    async def start(self) -> str:
        """The draft's path."""
        body = {"matter": self.matter, "answers": dict(self.example.answers)}
        draft = await (await self.applicant()).post("/applications", body, status=201)
        return f"/applications/{draft['id']}"

    async def fill_in(self, draft: str) -> dict[str, Any]:
        """What look-ups have found stays as it is."""
        applicant, known = await self.applicant(), self.known()
        mode = {"mode": self.example.delivery or "electronic"}
        seen = await applicant.patch(draft, {"delivery": mode} if self.plan.form.delivery else {})
        form = {each["key"]: known[each["key"]] for each in seen["fields"] if _is_open(each)}
        return await applicant.patch(draft, {"form": form})

    async def ask_others(self, draft: str) -> None:
        applicant = await self.applicant()
        for each in (await applicant.get(draft))["consents"]:
            asked = await applicant.post(f"{draft}/consents/{each['code']}", status=201)
            path, person = f"/consents/{asked['id']}", await self.other(each["code"])
            match self.said(f"consent.{each['code']}", usual="given"):
                case "expired":
                    await self.town.move_time(self._consent(each["code"]).expires_after_days + 1)
                case "refused":
                    await person.post(path, {"decision": "refuse"})
                case _:
                    await self.agree(person, path)

    def _consent(self, code: str) -> ConsentPlan:
        return next(each for each in self.plan.form.consents if each.code == code.partition(".")[0])

    async def promise(self, draft: str) -> None:
        """What the example says that a promise stands for."""
        applicant = await self.applicant()
        for offer in (await applicant.get(draft))["commitment_offers"]:
            if offer["key"].replace("/", ".commitment_") in self.example.decisions:
                signed = {"agreed": True, "statement_sha256": offer["statement_sha256"]}
                await applicant.patch(draft, {"commitments": {offer["key"]: signed}})

    async def submit(self, draft: str) -> None:
        self.case_no = (await (await self.applicant()).post(f"{draft}/submit", status=201))["case_no"]

    # --- while it is a case

    async def decide(self) -> bool:
        tasks = [each for each in self.open_tasks() if not self._is_silent(*each)]
        for task_id, department, item, step in tasks:
            planned = self.plan.find_step(item.partition(".")[0], step)
            officer = await self.town.person(OFFICERS[department, planned.rank if planned else 1])
            task = await officer.get(f"/tasks/{task_id}")
            if task["state"] == "open":  # it may have fallen away with the decision before
                await self.answer(officer, task, f"{item}.{step}", department=department)
        return bool(tasks)

    async def answer(self, officer: Person, task: Mapping[str, Any], place: str, *, department: str) -> None:
        """`department`: the one on whose desk it lies."""
        del department
        possible = {each["code"] for each in task["outcomes"]}
        [usual] = [each for each in _USUAL if each in possible]
        outcome, _, reason = self.said(place, usual=usual).partition(":")
        decision: dict[str, object] = {"outcome": outcome}
        if reason:
            decision |= {"reasons": [reason], "legal_basis": self.law}
        if outcome == "correct":
            self.marked = self.mark(task)
            decision["marks"] = [{**self.marked, "message": "与登记内容不一致，请核对"}]
        if outcome == usual:
            entries = self.entries(task, self.asked[place])
            written = [each for each in task["officer_fields"] if each["required"] or each["key"] in entries]
            decision["data"] = {each["key"]: entries[each["key"]] for each in written}
        await officer.post(f"/tasks/{task['id']}/decide", decision)

    def said(self, place: str, *, usual: str) -> str:
        """The word for this time; when there is none (any more), what lets the case go on."""
        self.asked[place] += 1
        item, _, step = place.rpartition(".")
        words = self.example.decisions.get(place) or self.example.decisions.get(
            f"{item.partition('.')[0]}.{step}", []
        )
        nth = self.asked[place]
        return words[nth - 1] if nth <= len(words) else usual

    async def confirm(self) -> bool:
        """What cannot be undone, such as a name that is printed."""
        asked = [each for each in (await self.case())["to_do"] if each["kind"] == "confirmation"]
        for each in asked:
            path = f"/cases/{self.case_no}/confirmations/{each['item']}/{each['step']}"
            await (await self.applicant()).post(path)
        return bool(asked)

    async def mend(self) -> bool:
        asked = [each for each in (await self.case())["to_do"] if each["kind"] == "correction"]
        applicant, path = await self.applicant(), f"/cases/{self.case_no}"
        for _ in asked:
            if "field" in self.marked:
                key = self.marked["field"]
                mended: dict[str, object] = {"fields": {key: self.known()[base_key_of(key)[0]]}}
            else:
                key = self.marked["material"]
                file = await applicant.put_file(f"{path}/materials/{key}", page())
                mended = {"materials": {key: file["file_id"]}}
            await applicant.post(f"{path}/corrections", mended)
        return bool(asked)

    async def wait(self) -> bool:
        """Nobody does anything any more; who never answers lets a deadline come."""
        waits = not self.waited and any(self._is_silent(*each) for each in self.open_tasks())
        if waits:
            self.waited = True
            await self.town.move_time(LONG_AFTER)
        return waits

    def _is_silent(self, _id: object, _department: str, item: str, step: str) -> bool:
        return self.example.decisions.get(f"{item}.{step}") == ["silent"]

    async def pay_one(self, key: str, amount_fen: int) -> None:
        """Or she waits until it is too late."""
        _, item, step, *_ = key.split("/")
        if self.said(f"{item}.{step}", usual="pay") != "unpaid":
            return await super().pay_one(key, amount_fen)
        rule = self.step_at(f"{item}.{step}").payment
        assert rule is not None
        return await self.town.move_time(rule.expire_after_days + 1)


@cache
def examples_of(matter: str) -> Mapping[str, ExampleModel]:
    return MappingProxyType({each.name: each for each in built_in_library().matters[matter].model.examples})


async def play_each(stage: Stage, kind: type[PlayedExample]) -> None:
    """Every example that becomes a case comes to the items, the materials and the end that it names."""
    for example in examples_of(kind.matter).values():
        if example.expect.end != "exit":
            play = kind(stage, example)
            _expect(example, await play.to_the_end(), play.handed_in)


def _expect(example: ExampleModel, case: Mapping[str, Any], handed_in: set[str]) -> None:
    expected, ends = example.expect, {each["key"]: each["state"] for each in case["items"]}
    assert case["state"] == expected.end, (example.name, ends)
    for key, state in expected.item_ends.items():
        assert {end for each, end in ends.items() if key in _names(each)} == {state}, (example.name, ends)
    if expected.items is not None:
        assert {(_names(each) & set(expected.items) or {each}).pop() for each in ends} == set(expected.items)
    if expected.materials is not None:
        assert handed_in == set(expected.materials), example.name


def _names(item: str) -> set[str]:
    """`birth-registration` stands for each child's."""
    return {item, item.partition(".")[0]}


def _is_open(entry: Mapping[str, Any]) -> bool:
    """To be filled in: no register has told it."""
    return not entry["locked"] and entry["value"] is None and entry["required"]
