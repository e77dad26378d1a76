"""docs/behaviours.md names the test of each behaviour: no name leads nowhere, no app is left."""

import re
from pathlib import Path

from scenario import app_name, app_scripts

TESTS = Path(__file__).parents[2]
MAP = TESTS.parent / "docs" / "behaviours.md"
ROW = re.compile(r"^\| (?P<behaviour>.+) \| (?P<where>`[^|]+`) \|$")


def test_every_behaviour_has_its_test() -> None:
    apps = set(map(app_name, app_scripts(Path(__file__).parent / "apps")))
    named: set[str] = set()
    for line in MAP.read_text().splitlines():
        if not line.startswith("|") or line.startswith(("|---", "| Behaviour |")):
            continue
        row = ROW.match(line)
        assert row, f"no behaviour and where it is tested: {line}"
        for name in re.findall(r"`([^`]+)`", row["where"]):
            file, _, test = name.partition("::")
            if test:
                assert f"def {test}(" in (TESTS / file).read_text(), f"no such test: {name}"
            else:
                assert name in apps, f"no such app: {name}"
                named.add(name)
    assert apps == named, f"apps that no behaviour names: {sorted(apps - named)}"
