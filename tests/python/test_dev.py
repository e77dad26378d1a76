"""The `dev` script, on a project small enough to be set up anew for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"
PYPROJECT = """\
[build-system]
requires = []
[project]
name = "tiny"
version = "1"
dependencies = []
optional-dependencies = {}
"""
PRESETS = """\
{"version": 6, "configurePresets": [
  {"name": "dev", "generator": "Ninja", "binaryDir": "${sourceDir}/build/dev"}]}
"""
# The build takes a second and writes down that it ran.
CMAKE = """\
cmake_minimum_required(VERSION 3.25)
project(tiny NONE)
file(WRITE ${PROJECT_BINARY_DIR}/lattice "#!/bin/sh\\necho ran \\"$@\\" in $PWD\\n")
add_custom_command(OUTPUT built DEPENDS ${PROJECT_SOURCE_DIR}/source.txt
  COMMAND echo built >>${PROJECT_SOURCE_DIR}/builds.txt && sleep 1 && touch built)
add_custom_target(all_of_it ALL DEPENDS built)
install(PROGRAMS ${PROJECT_BINARY_DIR}/lattice DESTINATION bin)
"""
pytestmark = [
    pytest.mark.xdist_group("dev"),
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in ("cmake", "ninja", "flock")),
        reason="cmake, ninja or flock is missing",
    ),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that `dev` has made."""
    root = project(tmp_path_factory.mktemp("first") / "project")
    code, _, err = dev(root, "build")
    assert code == 0, err
    assert "== python3 -m venv .venv" in err
    return root / ".venv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "a project")


@pytest.fixture
def ready(root: Path, environment: Path) -> Path:
    """A project whose virtual environment is there already."""
    shutil.copytree(environment, root / ".venv", symlinks=True)
    return root


def project(root: Path) -> Path:
    root.mkdir()
    shutil.copy(DEV, root / "dev")
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "CMakePresets.json").write_text(PRESETS)
    (root / "CMakeLists.txt").write_text(CMAKE)
    (root / "source.txt").touch()
    return root


def start(root: Path, *words: str, cwd: Path | None = None, **env: str) -> subprocess.Popen[str]:
    plain = {n: v for n, v in os.environ.items() if n not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    return subprocess.Popen(
        [str(root / "dev"), *words],
        cwd=cwd or root,
        env=plain | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def dev(root: Path, *words: str, cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
    process = start(root, *words, cwd=cwd, **env)
    out, err = process.communicate(timeout=200)
    return process.returncode, out, err


def test_commands_keep_the_callers_folder(ready: Path, tmp_path: Path) -> None:
    root = ready
    code, out, err = dev(root, "run", "some app.py", "--flag", cwd=tmp_path)
    assert code == 0, err
    assert out == f"ran run some app.py --flag in {tmp_path}\n"
    assert "== build" in err
    # The second call has nothing to set up.
    code, out, err = dev(
        root, "exec", "sh", "-c", "pwd; command -v lattice; command -v python", cwd=tmp_path
    )
    assert (code, err) == (0, "")
    places = [str(tmp_path), *(str(root / ".venv/bin" / name) for name in ("lattice", "python"))]
    assert out.splitlines() == places
    assert dev(root, "exec", "sh", "-c", "exit 7")[0] == 7


def test_two_calls_wait_for_each_other(ready: Path) -> None:
    root = ready
    both = [start(root, "run", name) for name in ("a.py", "b.py")]
    told = [process.communicate(timeout=200) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sum("another ./dev is building; waiting" in err for _, err in told) == 1
    assert (root / "builds.txt").read_text() == "built\n"
    # A change is built once, and the job itself holds nobody up.
    (root / "source.txt").write_text("changed")
    waiting = start(root, "exec", "sh", "-c", "echo ready; sleep 60")
    try:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "ready\n"
        assert dev(root, "exec", "true") == (0, "", "")
    finally:
        waiting.kill()
        waiting.wait()
    assert (root / "builds.txt").read_text() == "built\n" * 2


def test_clean_removes_what_dev_made(root: Path) -> None:
    (root / "build").mkdir()
    (root / ".venv").mkdir()
    before = {"CMakeLists.txt", "CMakePresets.json", "dev", "pyproject.toml", "source.txt"}
    assert dev(root, "clean") == (0, "", "")
    assert {path.name for path in root.iterdir()} == before


def test_failing_steps_show_the_reason(ready: Path) -> None:
    root = ready
    (root / "CMakeLists.txt").write_text(CMAKE + 'message(FATAL_ERROR "no such luck")\n')
    code, _, err = dev(root, "build")
    assert code == 1
    assert "no such luck" in err
    assert "dev: failed: cmake" in err
    # A virtual environment that was left half made is made again.
    shutil.rmtree(next((root / ".venv/lib").glob("python*/site-packages/pip")))
    (root / ".venv/.stamp").unlink()
    (root / "CMakeLists.txt").write_text(CMAKE.replace("sleep 1", "echo bad luck && exit 3"))
    code, _, err = dev(root, "build")
    assert code == 1
    assert "bad luck" in err
    assert "dev: the build failed" in err
    # So is the wish for a package that does not exist.
    wrong = PYPROJECT.replace("dependencies = []", 'dependencies = ["tiny @ file:///no/where"]')
    (root / "pyproject.toml").write_text(wrong)
    code, _, err = dev(root, "build")
    assert code == 1
    assert "/no/where" in err
    assert "dev: failed: pip install" in err


def test_missing_packages_are_listed_where_nobody_may_install_them(
    root: Path, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "grep", "mkdir", "flock", "cat", "sed"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    answers = {"id": "echo 1000", "dpkg-query": "exit 1", "apt-get": "echo never; exit 1"}
    for name, answer in answers.items():
        (tools / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tools / name).chmod(0o755)
    code, out, err = dev(root, "build", PATH=str(tools))
    assert (code, out) == (1, "")
    assert "neither root nor sudo" in err
    line = next(line for line in err.splitlines() if "apt-get install" in line)
    for package in ("g++", "cmake", "ninja-build", "python3-venv", "libfmt-dev", "catch2"):
        assert f" {package}" in line


@pytest.mark.parametrize(
    ("words", "expected"), [([], 2), (["help"], 0), (["rnu"], 2), (["run"], 1), (["exec"], 1)]
)
def test_wrong_use_is_answered(root: Path, words: list[str], expected: int) -> None:
    code, out, err = dev(root, *words)
    assert (code, out) == (expected, "")
    assert "./dev run FILE" in err or f"usage: ./dev {words[0]}" in err
    assert not (root / "build").exists()
