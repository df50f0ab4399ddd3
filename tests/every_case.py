"""Hundreds of small cases in one test: a test of its own would cost each of them ten times what it takes."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

import pytest


def for_every(
    names: str | Sequence[str], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As `pytest.mark.parametrize`, but one test: every case is tried, and those that fail are told together,
    each with its values. For cases of some milliseconds that leave nothing behind."""
    keys = (names,) if isinstance(names, str) else tuple(names)
    tried = [(case,) if isinstance(names, str) else tuple(case) for case in cases]
    assert tried, "nothing would be tried"

    def one_test(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def try_every(**fixtures: Any) -> None:
            failed: list[BaseException] = []
            for case in tried:
                values = dict(zip(keys, case, strict=True))
                try:
                    test(**values, **fixtures)
                except (Exception, pytest.fail.Exception) as wrong:
                    wrong.add_note(f"with {values}")
                    failed.append(wrong)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(tried)} cases", failed)

        asked = signature(test)
        others = [each for name, each in asked.parameters.items() if name not in keys]
        try_every.__signature__ = asked.replace(parameters=others)  # pyright: ignore[reportAttributeAccessIssue]
        return try_every

    return one_test
