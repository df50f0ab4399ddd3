"""Definitions of matters: checked, tried out, published, carried to another installation; the calendar."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.installation import DataOption, owner_url
from commands.speaking import fail, say, warn

app = typer.Typer()


@app.command()
def check(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """The checks of publishing, with file, line and words; exit 1 on a problem."""
    from dataclasses import replace

    from engine.outside import known_outside
    from matter_definitions.check import check_files
    from matter_definitions.library_index import built_in_library

    result = check_files(files, library=replace(built_in_library(), outside=known_outside()))
    for problem in result.problems:
        warn(f"{problem.file}:{problem.line}: {problem.severity}: {problem.en} / {problem.zh}")
    if not result.ok:
        raise typer.Exit(1)
    say(f"{len(files)} file(s) may be published")


@app.command()
def simulate(
    matter: Annotated[str, typer.Argument(metavar="FILE|CODE", help="a matter's file, or its code")],
    answers: Annotated[list[str] | None, typer.Option(help="question=answer; commas for more")] = None,
    value: Annotated[list[str] | None, typer.Option(help="a value of the form, as field=value")] = None,
    decide: Annotated[
        list[str] | None,
        typer.Option(help="as item.step=word, deny:reason, late, silent; commas: one by one"),
    ] = None,
    delivery: Annotated[str | None, typer.Option(help="pickup, mail or electronic")] = None,
    example: Annotated[str | None, typer.Option(help="one of the examples of the matter")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the timeline as JSON")] = False,
    language: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Plays imaginary cases and draws what happens when; without answers, the examples of the matter.
    Exit 1 when one of them ends otherwise than it says."""
    from matter_definitions.imaginary.performing import NotStaged, Script, complaints, perform, stage, tell
    from matter_definitions.imaginary.simulate import Unimaginable
    from matter_definitions.library_index import built_in_library

    script = Script(tuple(answers or ()), tuple(value or ()), tuple(decide or ()), delivery, example)
    try:
        staged = stage(matter, library=built_in_library())
        performed = perform(staged, script)
    except (NotStaged, Unimaginable) as refusal:
        fail("\n".join(each.in_language(language) for each in refusal.problems))
    say(tell(performed, staged, language=language, as_json=as_json))
    if wrong := complaints(performed, language=language):
        fail("\n".join(wrong))


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)], data: DataOption = None
) -> None:
    """Checks definitions against what is published and puts them in force as new versions, with the matters
    that use them; running cases keep their plan."""
    from engine.project_definitions import publish_files
    from engine.publish import DefinitionRefused

    try:
        names = publish_files(owner_url(data), files)
    except DefinitionRefused as refusal:
        fail(str(refusal))
    for name in names:
        say(f"in force: {name}")
    if not names:
        say("nothing has changed")


@app.command("export")
def export_matter(
    matter: str,
    out: Annotated[Path | None, typer.Option(help="The archive; usually MATTER.zip")] = None,
    overrides: Annotated[bool, typer.Option(help="With what regions do otherwise")] = False,
    data: DataOption = None,
) -> None:
    """A matter with all it needs as one archive that another installation accepts."""
    from engine.packages import export_file
    from refusals import Refusal

    file = out or Path(f"{matter}.zip")
    try:
        export_file(owner_url(data), matter, file, with_overrides=overrides)
    except Refusal as refusal:
        fail(str(refusal) or refusal.title.en)
    say(str(file))


@app.command("import")
def import_package(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    create: Annotated[bool, typer.Option(help="Make drafts of what is new and what is taken")] = False,
    take: Annotated[list[str] | None, typer.Option(help="kind:code to have as it is there")] = None,
    data: DataOption = None,
) -> None:
    """Tells what of a package is new or different here; with --create that becomes drafts."""
    from engine.packages import import_file
    from matter_definitions.packaging.reading import PackageRefused
    from refusals import Refusal

    try:
        lines = import_file(owner_url(data), file, create=create, take=take or ())
    except PackageRefused as refused:
        fail(f"{refused.entry}: {refused} / {refused.words.zh}".removeprefix(": "))
    except Refusal as refusal:
        fail(str(refusal) or refusal.title.en)
    for line in lines:
        say(line)


@app.command()
def workdays(
    first: Annotated[
        str, typer.Argument(metavar="FROM", help="a date, YYYY-MM-DD; it is not counted itself")
    ],
    amount: Annotated[int, typer.Argument(metavar="N", min=0, help="how many working days")],
) -> None:
    """Prints the last of N working days after FROM, by the published calendar."""
    from clocks.published import load_published

    try:
        start = date.fromisoformat(first)
    except ValueError:
        fail(f"{first} is not a date; write it as 2026-02-12")
    last = load_published().last_day_after(start, amount)
    say(last.day.isoformat())
    if last.provisional:
        warn("(provisional: the calendar of that year is not published yet)")
