"""The command `onematter`. Each command is a few lines; what it does lives in the room that owns it,
imported only then, so that `doctor` answers on a machine where half of the libraries are missing."""

import json
import os
import sys
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn
from urllib.parse import unquote, urlsplit

import typer

from settings import SettingMissing, Settings, SettingUnusable, get_settings

app = typer.Typer(
    help="One matter, one time (一件事一次办).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stack_app = typer.Typer(help="Takes one part of the running local stack away and brings it back.")
app.add_typer(stack_app, name="stack", no_args_is_help=True)
archive_app = typer.Typer(help="The archive packages of cases that are over.")
app.add_typer(archive_app, name="archive", no_args_is_help=True)

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the stack's data (default: .data)")
]
PortOption = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Port of the web pages (default: 8600)")
]
PartArgument = Annotated[str, typer.Argument(help="temporal, worker, web, departments, identity or postgres")]

MOVE_TIME_WITHIN_SECONDS = 120


@app.command()
def run(data: DataOption = None, port: PortOption = None) -> None:
    """Starts the whole stack; Ctrl-C stops it in order."""
    from local_stack.data_folder import DataFolderInUse
    from local_stack.parts import PartFailed
    from local_stack.ports import PortTaken
    from local_stack.run import run_stack
    from local_stack.welcome import welcome_line

    environment = get_settings().environment
    try:
        run_stack(data=data, port=port, outside=environment, say=_say, welcome=welcome_line)
    except (DataFolderInUse, PortTaken, PartFailed) as problem:
        _fail(str(problem))


@stack_app.command("stop")
def stop_part(part: PartArgument, data: DataOption = None) -> None:
    """Stops one part; returns when it has ended."""
    _tell_stack(act="stop", part=part, data=data)


@stack_app.command("start")
def start_part(part: PartArgument, data: DataOption = None) -> None:
    """Starts one part again; returns when it is ready."""
    _tell_stack(act="start", part=part, data=data)


@app.command()
def doctor(data: DataOption = None, port: PortOption = None) -> None:
    """Tells what is here and what is missing; exit 0 when the stack can run."""
    from local_stack.doctor import can_run, examine

    findings = examine(data=data, port=port, browser=get_settings().browser)
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING" if finding.needed else "without"
        _say(f"{mark}  {finding.what:<16} {finding.words}")
        if not finding.ok and finding.remedy:
            _say(f"{'':<27}→ {finding.remedy}")
    if not can_run(findings):
        _fail("the stack cannot run here yet")
    _say("the stack can run here")


@app.command()
def migrate() -> None:
    """Brings the tables to the newest shape, and puts in what every installation starts with."""
    from database.migrate import migrate as migrate_tables
    from database.roles import ensure_app_login
    from local_stack.seed import seed

    settings = get_settings()
    owner_url = settings.migration_database_url
    migrate_tables(owner_url)
    ensure_app_login(owner_url, unquote(urlsplit(settings.database_url).password or ""))
    seed(owner_url)
    _say("the tables are up to date")


@app.command("first-administrator")
def first_administrator(data: DataOption = None) -> None:
    """Prints a one-time code: whoever signs in and types it at /setup/code is the administrator."""
    from access.first_administrator import VALID_FOR, ThereIsOne, issue_code

    try:
        code = issue_code(_owner_url(data))
    except ThereIsOne as refusal:
        _fail(f"{refusal.title.en} / {refusal.title.zh}")
    _say(f"{code}  (once, within {VALID_FOR.total_seconds() / 3600:.0f} hours)")


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
        _fail(f"{first} is not a date; write it as 2026-02-12")
    last = load_published().last_day_after(start, amount)
    _say(last.day.isoformat())
    if last.provisional:
        _warn("(provisional: the calendar of that year is not published yet)")


@app.command("move-time")
def move_time(
    days: Annotated[int, typer.Argument(min=1, help="how many days forward")], data: DataOption = None
) -> None:
    """Local stack only: shifts legal time forward and lets what is due happen."""
    from local_stack.data_folder import DataFolder, NoStackHere

    try:
        stack = DataFolder.at(data).get_description()
    except NoStackHere as problem:
        _fail(str(problem))
    answer = _post(f"{stack['urls']['web']}/api/v1/dev/time", {"days": days}, dev_token=stack["dev_token"])
    _say(json.dumps(answer, ensure_ascii=False))


@app.command()
def demo(
    matter: Annotated[str, typer.Argument(help="newborn, after-death, open-business, …")],
    url: Annotated[str | None, typer.Option(help="a running stack; without it one is started")] = None,
    bad_day: Annotated[
        str | None,
        typer.Option(
            "--with",
            help="a bad day, such as father-refuses; any other word lists them all",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the result as JSON")] = False,
    seed: Annotated[
        int | None, typer.Option(help="the same seed plays the same people; without it any")
    ] = None,
    data: DataOption = None,
) -> None:
    """Plays every person of one matter through the public API."""
    from demo.play import play

    raise typer.Exit(play(matter, url=url, bad_day=bad_day, as_json=as_json, seed=seed, data=data))


@app.command()
def check(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """The checks of publishing, with file, line and words; exit 1 on a problem."""
    from matter_definitions.check import check_files
    from matter_definitions.library_index import built_in_library

    result = check_files(files, library=built_in_library())
    for problem in result.problems:
        _warn(f"{problem.file}:{problem.line}: {problem.severity}: {problem.en} / {problem.zh}")
    if not result.ok:
        raise typer.Exit(1)
    _say(f"{len(files)} file(s) may be published")


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
        _fail("\n".join(each.in_language(language) for each in refusal.problems))
    _say(tell(performed, staged, language=language, as_json=as_json))
    if wrong := complaints(performed, language=language):
        _fail("\n".join(wrong))


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)], data: DataOption = None
) -> None:
    """Checks definitions against what is published and puts them in force as new versions, with the matters
    that use them; running cases keep their plan."""
    from engine.project_definitions import publish_files
    from engine.publish import DefinitionRefused

    try:
        names = publish_files(_owner_url(data), files)
    except DefinitionRefused as refusal:
        _fail(str(refusal))
    for name in names:
        _say(f"in force: {name}")
    if not names:
        _say("nothing has changed")


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
        export_file(_owner_url(data), matter, file, with_overrides=overrides)
    except Refusal as refusal:
        _fail(str(refusal) or refusal.title.en)
    _say(str(file))


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
        lines = import_file(_owner_url(data), file, create=create, take=take or ())
    except PackageRefused as refused:
        _fail(f"{refused.entry}: {refused} / {refused.words.zh}".removeprefix(": "))
    except Refusal as refusal:
        _fail(str(refusal) or refusal.title.en)
    for line in lines:
        _say(line)


@app.command("verify-log")
def verify_log(
    case_no: Annotated[str | None, typer.Argument(metavar="[CASE]")] = None, data: DataOption = None
) -> None:
    """Verifies the chain of events of one case, or of all; names the first altered row."""
    from engine.verify_log import verify

    problems = verify(_owner_url(data), case_no=case_no)
    for problem in problems:
        _warn(str(problem))
    if problems:
        raise typer.Exit(1)
    _say("the log is whole")


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
        content = export_package(_installation(data), case_no)
        with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except NoPackage as problem:
        _fail(str(problem))
    except OSError as problem:
        _fail(f"{place} cannot be written: {problem.strerror}")
    _say(f"{place}: {len(content)} bytes")


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


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """Measures the yardstick against a hand-written workflow; arguments go to benchmarks.run."""
    from benchmarks.run import main as run_benchmarks

    raise typer.Exit(run_benchmarks(list(context.args)))


def main() -> None:
    """Leaves without the interpreter's own farewell: after use of a Temporal client it sometimes dies in
    it ("PyGILState_Release", sdk-python#300), with a wrong exit code."""
    code = 0
    try:
        app()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except (SettingMissing, SettingUnusable) as problem:
        _warn(str(problem))
        code = 2
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _tell_stack(*, act: str, part: str, data: Path | None) -> None:
    from local_stack.control import ControlRefused, ask
    from local_stack.data_folder import DataFolder, NoStackHere

    try:
        _say(ask(DataFolder.at(data), act=act, part=part))
    except (ControlRefused, NoStackHere) as problem:
        _fail(str(problem))


def _owner_url(data: Path | None) -> str:
    """Of the database that the settings name; without them, or with --data, of the running local stack."""
    from local_stack.data_folder import NoStackHere
    from local_stack.running import DatabaseElsewhere, owner_url_of

    settings = get_settings()
    if data is None and settings.has_migration_database:
        return settings.migration_database_url
    try:
        url = owner_url_of(data, outside=settings.environment)
    except (DatabaseElsewhere, NoStackHere) as problem:
        _fail(str(problem))
    return Settings.of(ONEMATTER_MIGRATION_DATABASE_URL=url).migration_database_url


def _installation(data: Path | None) -> Settings:
    """Database, keys and folders: as the settings name them; without them, or with --data, as the running
    local stack has them."""
    from local_stack.data_folder import NoStackHere
    from local_stack.running import DatabaseElsewhere, settings_of

    settings = get_settings()
    if data is None and settings.has_master_keys:
        return settings
    try:
        return settings_of(data, outside=settings.environment)
    except (DatabaseElsewhere, NoStackHere) as problem:
        _fail(str(problem))


def _post(url: str, body: dict[str, Any], *, dev_token: str) -> Any:
    headers = {"Content-Type": "application/json", "X-OneMatter-Dev": dev_token}
    # Always http: the address is our own, from stack.json.
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=MOVE_TIME_WITHIN_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        _fail(f"{url} answered {refusal.code}: {refusal.read().decode(errors='replace')}")
    except urllib.error.URLError as problem:
        _fail(f"{url} cannot be reached: {problem.reason}")


def _say(line: str) -> None:
    # Flushed, because the terminal may be a pipe or a file that somebody is watching.
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _warn(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def _fail(line: str) -> NoReturn:
    _warn(line)
    raise typer.Exit(1)


if __name__ == "__main__":
    main()
