"""What the repository says about itself is true."""

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from settings import Settings

ROOT = Path.cwd()
PUBLIC_INDEX = {"pypi.org", "files.pythonhosted.org"}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], capture_output=True, check=True, text=True, cwd=ROOT)
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_the_lock_names_the_public_index_and_no_other_host() -> None:
    text = (ROOT / "uv.lock").read_text()
    assert {urlsplit(url).hostname for url in re.findall(r'"(https?://[^"]+)"', text)} == PUBLIC_INDEX
    sources = {tuple(package["source"]) for package in tomllib.loads(text)["package"]}
    assert sources <= {("registry",), ("virtual",)}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:root|home|work|Users)/\w+")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in {".py", ".js", ".md", ".toml", ".yml", ".json", ""} and path.exists()
        for match in place.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


def test_the_readme_has_exactly_two_commands_and_they_exist() -> None:
    commands = re.findall(r"^ {4}(\S.*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert commands == ["bin/dev", "bin/test"]
    assert all((ROOT / command).stat().st_mode & 0o111 for command in commands)


@pytest.mark.parametrize("page", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    paths = re.findall(
        r"`((?:bin|docs|ops|models|server|realtime|tasks|integrations|static|tests)/[\w./-]+)`", text
    )
    missing = [link for link in links if link and not (page.parent / link).exists()]
    missing += [path for path in paths if not (ROOT / path).exists()]
    assert missing == []


def test_every_setting_is_explained_to_operators() -> None:
    explained = (ROOT / "docs/operations.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in explained] == []
