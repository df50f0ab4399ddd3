"""The map in the README is the project: every folder in it exists, and every folder is in it."""

import re
from pathlib import Path

import pytest

from tests.architecture.project_files import ROOT, list_files

READMES = ["README.md", "README.zh-CN.md"]
LINK = re.compile(r"\]\(([^)\s#]+)(#[^)\s]*)?\)")


def read(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def folders_in_map(readme: str) -> list[str]:
    return re.findall(r"^\| `([a-z_]+)/` \| .+ \|$", read(readme), flags=re.MULTILINE)


def top_folders() -> set[str]:
    """Without hidden ones, which belong to tools (`.ci/`)."""
    return {path.parts[0] for path in list_files() if len(path.parts) > 1 and path.parts[0][0] != "."}


@pytest.mark.parametrize("readme", READMES)
def test_every_folder_in_the_map_exists(readme: str) -> None:
    assert [folder for folder in folders_in_map(readme) if folder not in top_folders()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_top_level_folder_is_in_the_map_once(readme: str) -> None:
    assert sorted(folders_in_map(readme)) == sorted(top_folders())


def test_both_languages_show_the_same_map() -> None:
    assert folders_in_map(READMES[0]) == folders_in_map(READMES[1])


@pytest.mark.parametrize("readme", READMES)
def test_every_module_at_the_top_is_named(readme: str) -> None:
    modules = [path.name for path in list_files() if len(path.parts) == 1 and path.suffix == ".py"]
    assert [name for name in modules if f"`{name}`" not in read(readme)] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    dead = [
        f"{path}: {target}"
        for path in list_files()
        if path.suffix == ".md"
        for target, _ in LINK.findall(read(path))
        if "://" not in target and not (ROOT / path.parent / target).exists()
    ]
    assert dead == []
