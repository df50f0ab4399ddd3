"""What is committed knows no machine that it was written on and no shop that it was installed from."""

import re
from collections.abc import Iterator

from tests.architecture.project_files import ROOT, list_files

# A home folder or the like. `/tmp` and `/usr` are the same everywhere; a path in an address is no folder.
_MACHINE_FOLDER = re.compile(r"(?<![\w.:/@$}-])/(?:home|root|Users|work|workspace|srv|mnt|media)/\w")
_PACKAGE_INDEX = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|registry\.npmjs|npmmirror|mirrors?\.[a-z]+\.(?:com|cn|edu|org)"
    r"|conda\.(?:io|org)|proxy\.golang|--(?:extra-)?index-url (?!\")|PIP_INDEX_URL"
)
_ADDRESS_OF_A_MACHINE = re.compile(r"\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b")
_THIS_FILE = "test_project_speaks_of_itself.py"


def lines() -> Iterator[tuple[str, str]]:
    """Each line of each text file, with the place where it stands."""
    for path in list_files():
        if path.name == _THIS_FILE:
            continue
        content = (ROOT / path).read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
            yield f"{path}:{number}", line


def found(pattern: re.Pattern[str]) -> list[str]:
    return [place for place, line in lines() if pattern.search(line)]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert found(_MACHINE_FOLDER) == []


def test_no_file_names_a_package_index() -> None:
    assert found(_PACKAGE_INDEX) == []


def test_no_file_names_a_machine_of_a_private_network() -> None:
    assert found(_ADDRESS_OF_A_MACHINE) == []


def test_every_locked_package_and_every_vendored_library_has_its_licence_told() -> None:
    told = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock, flags=re.MULTILINE)
    assert pins
    assert [name for name, version in pins if f"| {name} | {version} | " not in told] == []
    vendored = ROOT / "portal" / "static" / "vendor"
    folders = [each for each in sorted(vendored.iterdir()) if each.is_dir()]
    assert folders
    for folder in folders:
        assert f"`portal/static/vendor/{folder.name}/`" in told
        assert list(folder.glob("LICENSE*")), folder.name
