"""What `onematter demo --help` says there is to be played."""

import typer
from typer.core import TyperOption

from cli import app
from demo.play import BAD_DAYS


def test_help_names_every_bad_day_of_every_matter() -> None:
    command = typer.main.get_group(app).commands["demo"]
    [option] = [each for each in command.params if "--with" in each.opts]
    assert isinstance(option, TyperOption)
    _, _, words = " ".join(str(option.help).split()).partition(". ")
    told = dict(part.split(": ", 1) for part in words.split("; "))
    assert {matter: days.split(", ") for matter, days in told.items()} == {
        matter: list(days) for matter, days in BAD_DAYS.items()
    }
