"""The query behind a figure is written so that it lists the same cases."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from casework.supervised_cases import PATH, CaseFilter


def test_without_a_filter_the_query_is_the_plain_list() -> None:
    assert CaseFilter().drill() == PATH


def test_the_query_names_every_filter_as_the_route_does() -> None:
    wanted = CaseFilter(light="red", stuck=True, department="police@330110000000", since=date(2026, 3, 1))

    query = parse_qs(urlsplit(wanted.drill()).query)

    assert query == {
        "light": ["red"],
        "stuck": ["true"],
        "department": ["police@330110000000"],
        "from": ["2026-03-01"],
    }
