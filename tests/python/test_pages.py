"""Pages that are files, fragments and dialogs: equal to stock, and not executed without need."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from lattice.browser.difference import differences
from lattice.browser.step import parse_step

from driver.engine import compares_stock_with_stock, lattice_command, stock_command
from driver.remote import RemoteApp, compare_served_steps, compare_served_walk
from driver.walk import State

PAGES = Path(__file__).parent / "pages"
APPS = sorted(PAGES.glob("*/app.py"))
FRAGMENTS = sorted((PAGES / "fragments").glob("*.py"))
REQUESTS = [PAGES / "query.py", PAGES / "request.py"]

STEPS = {
    "folder/app.py": [
        *("kind=coffee", "click order", "page report", "least=3", "click drop the last"),
        *("page settings", "level=high", "threshold=7", "page app", "click order", "page settings"),
        *("click home", "click to the report", "page app", "details=true", "page report"),
    ],
    "navigation/app.py": [
        *("name=Ann", "click remember", "page Table", "rows=7", "least=3", "click log it"),
        *("page Second table", "rows=9", "unit=km", "page Chart", "click count", "note=hi"),
        *("points=6", "click count", "page Table", "to the chart=true", "page About us", "size=4"),
        *("page Chart", "click count", "rerun", "page Welcome", "name=Bob"),
    ],
    "fragments/nested.py": [
        *("inner fragments=3", "value_a=3", "value_part 1=4", "click log_part 1", "click again"),
        *("show table=true", "scale=4", "click log_b", "filter=recent", "inner fragments=1"),
        *("click whole app", "value_part 0=9", "rerun", "value_b=2"),
    ],
    "fragments/dialogs.py": [
        *("click vote", "reason=good", "stars=5", "click submit", "click details", "who=bob"),
        *("click vote", "stars=1", "dismiss Vote", "click vote", "click submit", "click details"),
        *("dismiss Details", "click details", "click clear", "rerun"),
    ],
    "fragments/timers.py": [
        *("tick", "tick", "number=7", "tick", "number=8", "limit=2", "number=2", "every=7200"),
        *("tick", "rerun", "number=0", "tick"),
    ],
    "fragments/outside.py": [
        *("m=4", "boxed=hello", "click append", "text=draft", "click send", "n=5", "m=2"),
        *("click append", "rerun", "boxed=again"),
    ],
    "fragments/files.py": [
        *("click csv", "rerun", "upper=true", "click text", "rerun", "click constant", "n=3"),
        *("name=other", "rerun", "upper=false", "rerun"),
    ],
    "query.py": [
        *("n=4", "kind=b", 'tags=["x", "y"]', "m=3", "page=q", "rerun", "hide=true", "flag=true"),
        *("hide=false", "kept=hello", "hide=true", "tags=[]", "other=4", "hide=false", "kind=a"),
        *("reload kind=c&n=7&flag=true", "n=2", "rerun", "page=", "m=1"),
    ],
    "fragments/parallel.py": [
        "m of a=3",
        "m of b=4",
        "n=5",
        "more of a=true",
        "text=x",
        "m of a=1",
    ],
}


@pytest.mark.parametrize(
    "path", [*APPS, *FRAGMENTS, *REQUESTS], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
@pytest.mark.parametrize("seed", [1, 2])
def test_walk_is_equal_behind_a_server(path: Path, seed: int) -> None:
    difference = compare_served_walk(path, 20, seed)
    assert difference is None, str(difference)


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_equal_behind_a_server(name: str) -> None:
    difference = compare_served_steps(PAGES / name, [parse_step(text) for text in STEPS[name]])
    assert difference is None, str(difference)


def back(app: RemoteApp, query: str, page: str = "") -> State:
    """The browser's back or forward button, to an address that was shown before."""
    if page:
        request = app.frontend.act(parse_step(f"page {page}"))
        assert request is not None
    else:
        request = app.frontend.request()
    app.frontend.page.query = query
    request.is_history = True
    return app.ask(request)


def do_all(app: RemoteApp, *steps: str) -> list[State]:
    return [app.do(parse_step(step)) for step in steps]


def through_queries(app: RemoteApp) -> list[State]:
    states = [app.start(), *do_all(app, "kind=b", "n=5", "flag=true", "other=3")]
    states += [back(app, "n=5&kind=b"), back(app, "n=3"), back(app, "n=5&kind=b&flag=true")]
    return [*states, *do_all(app, "other=4", "m=3"), back(app, "n=9&kind=c"), *do_all(app, "rerun")]


def through_pages(app: RemoteApp) -> list[State]:
    states = [app.start(), *do_all(app, "page Table", "rows=7", "page Chart", "click count")]
    states += [back(app, "", "Table"), *do_all(app, "least=2"), back(app, "", "Chart")]
    return [*states, *do_all(app, "click count", "points=3"), back(app, "", "Welcome")]


@pytest.mark.parametrize(
    ("name", "story"), [("query.py", through_queries), ("navigation/app.py", through_pages)]
)
def test_back_and_forward_are_equal(name: str, story: Callable[[RemoteApp], list[State]]) -> None:
    told = []
    for command in (stock_command(), lattice_command()):
        app = RemoteApp(command, PAGES / name)
        try:
            told.append([state.plain() for state in story(app)])
        finally:
            app.close()
    found = differences(told[0], told[1])
    assert not found, "\n".join(found)


@dataclass
class Ran:
    """What one interaction executed."""

    plain: str | None
    labels: list[str]
    skipped: int


def runs_of(path: Path, steps: Sequence[str], folder: Path) -> list[Ran]:
    """What each step executed."""
    trace = folder / "trace.jsonl"
    app = RemoteApp(lattice_command(), path, ("--lattice.trace", str(trace)))
    try:
        app.start()
        first = len(trace.read_text().splitlines())
        for step in steps:
            assert app.do(parse_step(step)).error is None
    finally:
        app.close()
    runs = []
    for line in trace.read_text().splitlines()[first:]:
        told = json.loads(line)
        ran = [cell["label"] for cell in told["cells"] if cell["action"] == "run"]
        runs.append(Ran(told["plain"], ran, len(told["cells"]) - len(ran)))
    return runs


needs_trace = pytest.mark.skipif(compares_stock_with_stock(), reason="stock has no trace")


@needs_trace
def test_page_of_a_folder_runs_only_what_changed(tmp_path: Path) -> None:
    to_page, change, nothing = runs_of(
        PAGES / "folder/app.py", ["page report", "amount=2", "rerun"], tmp_path
    )
    assert to_page.plain is None
    assert 'st.slider("amount", 0, 9, 0)' in change.labels
    assert 'st.selectbox("kind", ["all", *PRICES], key="kind_of_report")' not in change.labels
    assert change.skipped >= 6
    assert nothing.plain is None
    assert nothing.labels == ['st.session_state.get("orders", [])']


@needs_trace
def test_main_script_and_page_file_skip_what_did_not_change(tmp_path: Path) -> None:
    steps = ["page Table", "least=3", "rerun", "page Chart", "page Table", "rerun"]
    _, change, nothing, _, back, again = runs_of(PAGES / "navigation/app.py", steps, tmp_path)
    sets_up = ["st.navigation(pages)"]
    pages = [label for label in nothing.labels if "st.Page" in label]
    assert len(pages) == 1
    assert nothing.labels == pages + sets_up
    assert again.labels == pages + sets_up
    assert "st.dataframe(shown)" in change.labels
    assert "load(int(rows))" not in change.labels
    # What the page's widgets did not change is remembered while another page is shown.
    assert "load(int(rows))" not in back.labels


@needs_trace
def test_click_in_a_fragment_executes_its_changed_cells(tmp_path: Path) -> None:
    steps = ["value_a=5", "scale=3", "rerun"]
    alone, whole, nothing = runs_of(PAGES / "fragments/nested.py", steps, tmp_path)
    assert alone.plain is None
    assert len(alone.labels) == 2
    assert alone.labels[0].startswith('st.number_input(f"value of {name}"')
    assert alone.labels[1] == "st.write(name, value * factor)"
    assert "st.write(name, value * factor)" in whole.labels
    assert 'st.slider("inner fragments", 0, 3, 1)' not in whole.labels
    assert "st.write(name, value * factor)" not in nothing.labels


@needs_trace
def test_dialog_executes_its_changed_cells(tmp_path: Path) -> None:
    opened, stars, closed = runs_of(
        PAGES / "fragments/dialogs.py", ["click vote", "stars=2", "rerun"], tmp_path
    )
    assert 'st.slider("stars", 1, 5, 3)' in opened.labels
    assert stars.labels == ['st.slider("stars", 1, 5, 3)', 'st.write("stars", "*" * stars)']
    assert closed.labels == ['st.button("vote")']


@needs_trace
def test_timer_runs_its_fragment_alone(tmp_path: Path) -> None:
    (tick,) = runs_of(PAGES / "fragments/timers.py", ["tick"], tmp_path)
    assert tick.plain is None
    assert 'st.write("ticks", state.ticks)' in tick.labels
    assert 'st.write("runs", state.runs)' not in tick.labels


@needs_trace
def test_fragment_of_a_page_runs_alone(tmp_path: Path) -> None:
    steps = ["page Chart", "note=hi", "click count", "rerun"]
    _, note, count, nothing = runs_of(PAGES / "navigation/app.py", steps, tmp_path)
    assert note.labels == ['st.text_input("note")', 'st.write("note", text.upper())']
    assert 'st.write("clicks", st.session_state.clicks, "of", limit)' in count.labels
    assert 'st.write("total", st.session_state.clicks)' in nothing.labels
    assert 'st.write("note", text.upper())' not in nothing.labels


@needs_trace
def test_query_parameters_are_reads_and_effects(tmp_path: Path) -> None:
    n, other, alone = runs_of(PAGES / "query.py", ["n=4", "other=2", "m=2"], tmp_path)
    assert 'st.query_params["n"] = str(n)' in n.labels
    assert 'st.write("n is", params["n"])' in n.labels
    assert 'st.write("tags", params.get_all("tag"))' not in n.labels
    assert other.labels[-2:] == [
        'st.number_input("other", 0, 9, 1)',
        'st.write("other", other * 2)',
    ]
    assert (
        'st.selectbox("kind", ["a", "b", "c"], key="kind", bind="query-params")' not in other.labels
    )
    assert "st.query_params.update(m=str(m), twice=str(2 * m))" in alone.labels


@needs_trace
def test_request_user_and_secrets_are_reads(tmp_path: Path) -> None:
    (changed,) = runs_of(PAGES / "request.py", ["n=2"], tmp_path)
    assert changed.labels == ['st.slider("n", 0, 9, 1)', 'st.write("n", n)']


@needs_trace
def test_parallel_fragments_skip_on_their_threads(tmp_path: Path) -> None:
    steps = ["m of a=3", "rerun", "n=5"]
    alone, nothing, whole = runs_of(PAGES / "fragments/parallel.py", steps, tmp_path)
    assert len(alone.labels) == 2
    assert nothing.labels == []
    assert whole.labels.count("st.write(name, sum(i * m for i in range(size)))") == 2
    assert not any("m of" in label for label in whole.labels)
