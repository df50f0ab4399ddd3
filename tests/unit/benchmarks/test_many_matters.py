"""What is measured has to be a matter that could be published."""

from benchmarks.many_matters import large_matter
from matter_definitions.check import check_matters
from matter_definitions.library_index import built_in_library, library_of


def test_the_large_matter_is_without_a_problem() -> None:
    library = built_in_library().with_changes(library_of(large_matter()))
    assert check_matters(library, ["large"]).problems == ()
