"""`make mutants`: the library with one mistake at a time, and how many of them `check` finds.

    python -m benchmarks.mutants --each 40 --seed 1

Prints what was caught by kind of mistake, and every one that was not, with its place. `--without-examples`
leaves the example cases out: what is caught then is caught by the checks and the proofs alone. The same
seed makes the same mistakes.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from random import Random
from typing import Any, Literal

from benchmarks.mistakes import Mistake, mistakes_of, with_mistake
from engine.outside import known_outside
from matter_definitions.check import CheckResult, check_library
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import BUILT_IN, Library, library_of
from matter_definitions.plan import name_of, to_json
from matter_definitions.read import read_document

EACH = 40
MOST_SECONDS = 300
Fate = Literal["refused", "warned", "same plan", "survived"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`by`: the codes of the problems. `same plan`: nothing is different of what happens in a case."""

    mistake: Mistake
    fate: Fate
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The files of a library, read once; of each mutant only the file with the mistake is read anew, and
    only those matters are checked that it concerns.

    `plans`: the name of the plan of each matter, and of each override.
    """

    documents: Mapping[str, dict[str, Any]]
    read: Mapping[str, Library]
    plans: Mapping[str, str]

    def judge(self, mistake: Mistake) -> Outcome:
        """What `check` says of the library with this mistake in it."""
        changed = with_mistake(self.documents[mistake.file], mistake)
        library = self._library({**self.read, mistake.file: _read(mistake.file, changed)})
        result = check_library(library, matters=self._concerned(mistake.file, library))
        codes = tuple(sorted({each.code for each in result.problems}))
        if not result.ok:
            return Outcome(mistake, "refused", codes)
        if codes:
            return Outcome(mistake, "warned", codes)
        same = all(self.plans.get(code) == name for code, name in _names(result).items())
        return Outcome(mistake, "same plan" if same else "survived", ())

    def _concerned(self, file: str, library: Library) -> list[str] | None:
        """The matters to which a mistake in one file can make a difference; None: all of them."""
        data, matters = self.documents[file], library.matters
        if code := data.get("matter"):
            return [each for each, entry in matters.items() if code in (each, *_others(entry.model))]
        if code := data.get("item"):
            return [each for each, entry in matters.items() if code in _items(entry.model)]
        return None

    @staticmethod
    def _library(read: Mapping[str, Library]) -> Library:
        whole = Library(outside=known_outside())
        for each in read.values():
            whole = whole.with_changes(each)
        return whole


@lru_cache(maxsize=1)
def workshop(folder: FilePath, *, examples: bool) -> Workshop:
    """ValueError when the library itself is not without a problem."""
    documents: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = str(path.relative_to(folder))
        data = read_document(path.read_text(encoding="utf-8"), file=name).data
        documents[name] = data if examples else {key: each for key, each in data.items() if key != "examples"}
    read = {name: _read(name, data) for name, data in documents.items()}
    sound = check_library(Workshop._library(read))
    if sound.problems:
        raise ValueError(f"the library has problems of its own: {sound.problems[0]}")
    return Workshop(documents, read, _names(sound))


def chosen(bench: Workshop, *, each: int, seed: int) -> list[Mistake]:
    """At most `each` of every kind of mistake, mixed: when the time ends, every kind lacks some."""
    random = Random(seed)
    by_kind: dict[str, list[Mistake]] = {}
    for file, data in bench.documents.items():
        for mistake in mistakes_of(file, data):
            by_kind.setdefault(mistake.kind, []).append(mistake)
    found: list[Mistake] = []
    for kind in sorted(by_kind):
        all_of_kind = by_kind[kind]
        found += all_of_kind if len(all_of_kind) <= each else random.sample(all_of_kind, each)
    random.shuffle(found)
    return found


def _read(name: str, data: Mapping[str, Any]) -> Library:
    return library_of([(name, json.dumps(data, ensure_ascii=False))])


def _items(matter: MatterModel) -> set[str]:
    return {each.item for each in matter.items}


def _others(matter: MatterModel) -> set[str]:
    return {each.matter for each in (*matter.next, *matter.requires)}


def _names(result: CheckResult) -> dict[str, str]:
    plans = {**result.plans, **result.regional}
    return {code: name_of(to_json(plan)) for code, plan in plans.items()}


def _judge(folder: FilePath, mistake: Mistake, *, examples: bool) -> Outcome:
    return workshop(folder, examples=examples).judge(mistake)


def judge_all(
    folder: FilePath, mistakes: Sequence[Mistake], *, examples: bool, processes: int, seconds: float
) -> list[Outcome]:
    """In the order of the mistakes; those that the time does not suffice for are left out."""
    ends, outcomes = time.monotonic() + seconds, list[Outcome]()
    with ProcessPoolExecutor(processes) as pool:
        waiting = [pool.submit(_judge, folder, each, examples=examples) for each in mistakes]
        for each in waiting:
            if time.monotonic() > ends:
                pool.shutdown(wait=False, cancel_futures=True)
                break
            outcomes.append(each.result())
    return outcomes


def lines_of(outcomes: Sequence[Outcome]) -> list[str]:
    """The table by kind, then whatever was neither refused nor warned of."""
    fates = Counter((each.mistake.kind, each.fate) for each in outcomes)
    kinds = sorted({each.mistake.kind for each in outcomes})
    columns: tuple[Fate, ...] = ("refused", "warned", "same plan", "survived")
    lines = ["| mistake | made | refused | warned | same plan | survived |", "|---|---|---|---|---|---|"]
    for kind in kinds:
        numbers = [fates[kind, fate] for fate in columns]
        lines.append(f"| {kind} | {sum(numbers)} | " + " | ".join(map(str, numbers)) + " |")
    totals = [sum(each.fate == fate for each in outcomes) for fate in columns]
    lines.append(f"| all | {len(outcomes)} | " + " | ".join(map(str, totals)) + " |")
    missed = [each for each in outcomes if each.fate in ("same plan", "survived")]
    return [*lines, "", *sorted(f"{each.fate}: {each.mistake.in_words()}" for each in missed)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The library with one mistake at a time.")
    parser.add_argument("--library", type=FilePath, default=BUILT_IN)
    parser.add_argument("--each", type=int, default=EACH)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=MOST_SECONDS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--without-examples", action="store_true")
    given = parser.parse_args(arguments)
    examples = not given.without_examples
    mistakes = chosen(workshop(given.library, examples=examples), each=given.each, seed=given.seed)
    began = time.monotonic()
    outcomes = judge_all(
        given.library, mistakes, examples=examples, processes=given.processes, seconds=given.seconds
    )
    print("\n".join(lines_of(outcomes)))
    print(f"{len(outcomes)} of {len(mistakes)} mistakes, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
