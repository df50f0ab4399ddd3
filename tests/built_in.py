"""Plans of the library that comes with the project, compiled once per process: a check of all of it, with
its proofs and imaginary cases, takes seconds, and has tests of its own."""

from functools import cache

from matter_definitions.compile import compile_matter
from matter_definitions.library_index import built_in_library
from matter_definitions.plan import Plan


@cache
def built_in_plan(matter: str) -> Plan:
    compiled = compile_matter(built_in_library(), matter)
    assert compiled.plan is not None, compiled.problems
    return compiled.plan
