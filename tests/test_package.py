"""The wheel as a stranger gets it: what is in it, and that it works away from this folder."""

import csv
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import pytest

# One worker builds the wheel, once.
pytestmark = pytest.mark.xdist_group("package")

ROOT = Path(__file__).resolve().parent.parent
RELEASE = "Ekspor naik\n\nJakarta, 4 Januari 2024 - Nilai ekspor industri mencapai 25,5 juta dolar AS.\n"


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command in a folder, without this environment's variables for Python, and return its standard output."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COV_"))}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the backend that the lock holds."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Name every file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    """Read the wheel's METADATA."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(archive.read(name))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment that borrows the dependencies of this one; return its bin folder."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel], home)
    # The .pth files of a folder that a .pth file names are not read: this tree's editable install stays out of sight.
    site_packages = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home).strip())
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python.parent


def test_wheel_ships_every_rule_file(names: set[str]) -> None:
    rules = {f"pipeline/{path.relative_to(ROOT)}" for path in (ROOT / "rules").rglob("*.yaml")}
    assert rules
    assert rules <= names


def test_wheel_ships_every_module(names: set[str]) -> None:
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "pipeline").rglob("*.py")} <= names


def test_wheel_ships_the_weights_with_their_papers(names: set[str]) -> None:
    assert "pipeline/model/tokenizer.pt" in names
    assert any(name.startswith("pipeline/model/") and name.endswith(".md") for name in names)


def test_wheel_holds_nothing_else(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"pipeline", "kabarangka-0.1.0.dist-info"}
    assert not [name for name in names if "__pycache__" in name]


def test_wheel_is_small_enough_to_mail(wheel: Path) -> None:
    assert wheel.stat().st_size < 5_000_000


def test_metadata_says_what_pyproject_says(metadata: Message) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["Name"] == project["name"] == "kabarangka"
    assert metadata["Version"] == project["version"]
    assert metadata["License-Expression"] == project["license"]
    assert metadata["Requires-Python"] == project["requires-python"] == ">=3.11"
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == len(project["dependencies"])


def test_installed_package_does_not_come_from_this_folder(scripts: Path, tmp_path: Path) -> None:
    place = run([scripts / "python", "-c", "import pipeline; print(pipeline.__file__)"], tmp_path)
    assert Path(place.strip()).is_relative_to(scripts.parent)


def test_installed_command_says_what_it_does(scripts: Path, tmp_path: Path) -> None:
    assert "run" in run([scripts / "kabarangka", "--help"], tmp_path)


def test_installed_command_makes_the_table_in_another_folder(scripts: Path, tmp_path: Path) -> None:
    release = tmp_path / "ekspor.txt"
    release.write_text(RELEASE, encoding="utf-8")
    run([scripts / "kabarangka", "run", release, "--out", tmp_path / "out"], tmp_path)
    with (tmp_path / "out" / "observations.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [(row["value"], row["unit"]) for row in rows] == [("25500000", "USD")]
