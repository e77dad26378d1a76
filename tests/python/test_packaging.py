"""`pip install .`: the wheel holds the module and the executable, and both work from anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from lattice.browser.step import parse_step

from driver.remote import RemoteApp

ROOT = Path(__file__).resolve().parents[2]
# One process builds the wheel for all of them.
pytestmark = [pytest.mark.xdist_group("packaging"), pytest.mark.timeout(1800)]
SCRIPT = 'import streamlit as st\nn = st.slider("n", 0, 9, 1)\nst.write(n * 2)\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `pip install .` builds it, with build requirements of its own."""
    given = os.environ.get("LATTICE_TEST_WHEEL")
    if given:
        return Path(given)
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(ROOT)]
    # The compiler as `dev` calls it: what it has compiled is in its cache.
    env = os.environ | {"CC": "cc", "CXX": "c++"}
    made = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=1500, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return next(folder.glob("lattice-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel; Streamlit is the one of these tests."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    install = [*pip, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    # After the wheel's own folder on the path, so that its `lattice` is the one found.
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def ask(*words: str | Path, cwd: Path) -> str:
    """What a command prints where no environment is active."""
    plain = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    return path


def test_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(re.fullmatch(r"lattice/_core\..*\.so", name) for name in names)
    assert any(name.endswith(".data/scripts/lattice") for name in names)
    assert ("lattice/liblattice_sense.so" in names) == sys.platform.startswith("linux")
    for name in ("lattice/_core.pyi", "lattice/py.typed", "lattice/adapter/compat.py"):
        assert name in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lattice"}
    assert not any("__pycache__" in name for name in names)


def test_installed_commands_need_no_active_environment(environment: Path, script: Path) -> None:
    executable, cwd = environment / "bin" / "lattice", script.parent
    assert ask(executable, "version", cwd=cwd) == f"{ask(executable, '-V', cwd=cwd)}"
    verbose = ask(executable, "version", "--verbose", cwd=cwd)
    assert re.match(r"lattice \d+\.\d+\.\d+\nstreamlit \d+\.\d+\.\d+\npython 3", verbose)
    assert str(environment) in verbose
    graph = json.loads(ask(executable, "graph", "app.py", "--format", "json", cwd=cwd))
    assert "st.slider" in json.dumps(graph)
    code = "import lattice._core; print(lattice._core.__file__)"
    found = ask(environment / "bin" / "python", "-c", code, cwd=cwd)
    assert found.startswith(str(environment))


def test_installed_executable_serves_a_script(environment: Path, script: Path) -> None:
    app = RemoteApp([str(environment / "bin" / "lattice")], script)
    try:
        assert "2" in json.dumps(app.start().page["main"][1])
        assert "10" in json.dumps(app.do(parse_step("n=5")).page["main"][1])
    finally:
        app.close()


@pytest.mark.skipif(shutil.which("ldd") is None, reason="no ldd")
def test_native_parts_need_only_the_system_library(environment: Path, tmp_path: Path) -> None:
    module = next(environment.glob("lib/python*/site-packages/lattice/_core.*.so"))
    runtime = {"linux-vdso", "ld-linux", "libc", "libm", "libdl", "libpthread"}
    for path, allowed in (
        (environment / "bin" / "lattice", runtime),
        (module, runtime | {"libstdc++", "libgcc_s"}),
        (module.with_name("liblattice_sense.so"), runtime),
    ):
        lines = ask("ldd", path, cwd=tmp_path).splitlines()
        names = [Path(line.split()[0]).name for line in lines]
        needed = {re.split(r"\.so|-x86|-aarch", name)[0] for name in names}
        assert needed <= allowed, lines
