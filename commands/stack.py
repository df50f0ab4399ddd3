"""Starting, examining, moving the local stack, and what an installation needs at its beginning."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import typer

from commands.installation import DataOption, PortOption, owner_url
from commands.speaking import fail, say
from settings import get_settings

app = typer.Typer()
parts_app = typer.Typer(help="Takes one part of the running local stack away and brings it back.")
app.add_typer(parts_app, name="stack", no_args_is_help=True)

PartArgument = Annotated[str, typer.Argument(help="temporal, worker, web, departments, identity or postgres")]

MOVE_TIME_WITHIN_SECONDS = 120

# Written out: to import the plays takes a second, and every command reads this.
_BAD_DAYS = """a bad day. newborn: father-refuses, name-rejected, photo-unreadable, card-service-down,
premium-unpaid; after-death: heirs-dispute, pension-overpaid, allowance-still-paid; open-business: name-used,
seal-differs, capital-changed; household-move: origin-refuses, permit-ran-out; pension-transfer:
money-returned, merge-refused"""


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
        run_stack(data=data, port=port, outside=environment, say=say, welcome=welcome_line)
    except (DataFolderInUse, PortTaken, PartFailed) as problem:
        fail(str(problem))


@parts_app.command("stop")
def stop_part(part: PartArgument, data: DataOption = None) -> None:
    """Stops one part; returns when it has ended."""
    _tell_stack(act="stop", part=part, data=data)


@parts_app.command("start")
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
        say(f"{mark}  {finding.what:<16} {finding.words}")
        if not finding.ok and finding.remedy:
            say(f"{'':<27}→ {finding.remedy}")
    if not can_run(findings):
        fail("the stack cannot run here yet")
    say("the stack can run here")


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
    say("the tables are up to date")


@app.command("first-administrator")
def first_administrator(data: DataOption = None) -> None:
    """Prints a one-time code: whoever signs in and types it at /setup/code is the administrator."""
    from access.first_administrator import VALID_FOR, ThereIsOne, issue_code

    try:
        code = issue_code(owner_url(data))
    except ThereIsOne as refusal:
        fail(f"{refusal.title.en} / {refusal.title.zh}")
    say(f"{code}  (once, within {VALID_FOR.total_seconds() / 3600:.0f} hours)")


@app.command("move-time")
def move_time(
    days: Annotated[int, typer.Argument(min=1, help="how many days forward")], data: DataOption = None
) -> None:
    """Local stack only: shifts legal time forward and lets what is due happen."""
    from local_stack.data_folder import DataFolder, NoStackHere

    try:
        stack = DataFolder.at(data).get_description()
    except NoStackHere as problem:
        fail(str(problem))
    answer = _post(f"{stack['urls']['web']}/api/v1/dev/time", {"days": days}, dev_token=stack["dev_token"])
    say(json.dumps(answer, ensure_ascii=False))


@app.command()
def demo(
    matter: Annotated[str, typer.Argument(help="newborn, after-death, open-business, …")],
    url: Annotated[str | None, typer.Option(help="a running stack; without it one is started")] = None,
    bad_day: Annotated[
        str | None,
        typer.Option(
            "--with",
            help=_BAD_DAYS,
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


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """Measures the yardstick against a hand-written workflow; arguments go to benchmarks.run."""
    from benchmarks.run import main as run_benchmarks

    raise typer.Exit(run_benchmarks(list(context.args)))


def _tell_stack(*, act: str, part: str, data: Path | None) -> None:
    from local_stack.control import ControlRefused, ask
    from local_stack.data_folder import DataFolder, NoStackHere

    try:
        say(ask(DataFolder.at(data), act=act, part=part))
    except (ControlRefused, NoStackHere) as problem:
        fail(str(problem))


def _post(url: str, body: dict[str, Any], *, dev_token: str) -> Any:
    headers = {"Content-Type": "application/json", "X-OneMatter-Dev": dev_token}
    # Always http: the address is our own, from stack.json.
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=MOVE_TIME_WITHIN_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        fail(f"{url} answered {refusal.code}: {refusal.read().decode(errors='replace')}")
    except urllib.error.URLError as problem:
        fail(f"{url} cannot be reached: {problem.reason}")
