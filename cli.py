"""The command `onematter`. Each command is a few lines in `commands/`; what it does lives in the room that
owns it, imported only then, so that `doctor` answers on a machine where half of the libraries are missing."""

import os
import sys

import typer

from commands import definitions, records, stack
from commands.speaking import warn
from settings import SettingMissing, SettingUnusable

app = typer.Typer(
    help="One matter, one time (一件事一次办).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for each in (stack, definitions, records):
    app.add_typer(each.app)


def main() -> None:
    """Leaves without the interpreter's own farewell: after use of a Temporal client it sometimes dies in
    it ("PyGILState_Release", sdk-python#300), with a wrong exit code."""
    code = 0
    try:
        app()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except (SettingMissing, SettingUnusable) as problem:
        warn(str(problem))
        code = 2
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
