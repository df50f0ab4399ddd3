"""Recording uses the same room as the workflow tests."""

from tests.workflows.conftest import machine, room

__all__ = ["machine", "room"]
