"""What an office keeps of its cases: the log and the archive packages."""

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.installation import DataOption, installation, owner_url
from commands.speaking import fail, say, warn

app = typer.Typer()
archive_app = typer.Typer(help="The archive packages of cases that are over.")
app.add_typer(archive_app, name="archive", no_args_is_help=True)


@app.command("verify-log")
def verify_log(
    case_no: Annotated[str | None, typer.Argument(metavar="[CASE]")] = None, data: DataOption = None
) -> None:
    """Verifies the chain of events of one case, or of all; names the first altered row."""
    from engine.verify_log import verify

    problems = verify(owner_url(data), case_no=case_no)
    for problem in problems:
        warn(str(problem))
    if problems:
        raise typer.Exit(1)
    say("the log is whole")


@archive_app.command("export")
def export_archive(
    case_no: Annotated[str, typer.Argument(metavar="CASE")],
    to: Annotated[Path | None, typer.Option(help="the file to write (default: CASE.zip here)")] = None,
    data: DataOption = None,
) -> None:
    """Writes the package of a case, decrypted, into a new file; its applicant sees that this was done."""
    from engine.archive_export import NoPackage, export_package

    place = to or Path(f"{Path(case_no).name}.zip")
    try:
        content = export_package(installation(data), case_no)
        with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except NoPackage as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{place} cannot be written: {problem.strerror}")
    say(f"{place}: {len(content)} bytes")


@app.command("verify-archive")
def verify_archive(
    package: Annotated[Path, typer.Argument(help="a zip, or the folder into which it was unpacked")],
    manifest: Annotated[
        str | None, typer.Option(help="the SHA-256 of its manifest, as the office keeps it")
    ] = None,
) -> None:
    """The check that lies in every package, from here: names each file and event that is wrong."""
    from documents.archiving.verify import main as verify

    raise typer.Exit(verify([str(package), *([manifest] if manifest else [])]))
