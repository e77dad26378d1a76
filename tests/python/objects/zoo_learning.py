"""The zoo: estimators, labelled arrays, sparse matrices, where these libraries are installed."""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np

from walk_acts import Entry, at, attr


def data() -> tuple[Any, Any]:
    rows = np.random.RandomState(0).rand(60, 3)
    return rows, (rows[:, 0] > 0.5).astype(int)


def fitted(make: Any) -> Any:
    return lambda: make().fit(*data())


def refit(model: Any) -> None:
    rows, labels = data()
    model.fit(1 - rows[::-1], labels)


def predicts(model: Any) -> Any:
    return model.predict(data()[0])


def learning() -> dict[str, Entry]:
    from sklearn.cluster import KMeans
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LinearRegression, LogisticRegression, SGDClassifier
    from sklearn.naive_bayes import GaussianNB
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    makes: dict[str, Any] = {
        "linear": LinearRegression,
        "logistic": LogisticRegression,
        "stochastic": lambda: SGDClassifier(random_state=0),
        "bayes": GaussianNB,
        "vectors": SVC,
        "tree": lambda: DecisionTreeClassifier(random_state=0),
        "forest": lambda: RandomForestClassifier(n_estimators=3, random_state=0),
        "boosting": lambda: HistGradientBoostingClassifier(max_iter=3, random_state=0),
        "clusters": lambda: KMeans(2, n_init=1, random_state=0),
        "pipeline": lambda: make_pipeline(StandardScaler(), LogisticRegression()),
    }
    entries: dict[str, Entry] = {}
    for name, make in makes.items():
        looks = [repr, predicts, lambda m: m.get_params()]
        entries[f"{name}, fresh"] = (make, [refit, attr("extra", 1)], [repr])
        entries[f"{name}, fitted"] = (fitted(make), [refit, attr("extra", 1)], looks)
    entries["linear, fitted"][1].extend(
        [lambda m: at(m.coef_, 0, 9.0), lambda m: m.set_params(fit_intercept=False)]
    )
    entries["stochastic, fitted"][1].append(lambda m: m.partial_fit(*data()))
    return entries


def labelled() -> dict[str, Entry]:
    import xarray as xr

    def grid() -> Any:
        array = xr.DataArray(
            np.arange(6.0).reshape(2, 3), dims=("x", "y"), coords={"x": [1, 2]}, name="grid"
        )
        # Asking for attributes makes the dictionary for them.
        array.attrs, array.x.attrs = {}, {}
        repr(array)
        return array

    return {
        "xarray array": (
            grid,
            [
                lambda a: at(a, (0, 0), 9.0),
                attr("name", "other"),
                lambda a: a.attrs.update(unit="m"),
                lambda a: at(a.coords, "x", [3, 4]),
                lambda a: a.values.sort(axis=1) or at(a.values, (1, 1), -1.0),
            ],
            [
                repr,
                lambda a: a.sum("x"),
                lambda a: a.sel(x=1),
                lambda a: a.to_pandas(),
                lambda a: a.plot,
                lambda a: a * 2,
                lambda a: a.dims,
            ],
        ),
        "xarray set": (
            lambda: xr.Dataset({"g": grid()}, attrs={"n": 1}),
            [
                lambda d: at(d, "h", ("x", [1, 2])),
                lambda d: at(d["g"], (0, 0), 9.0),
                lambda d: d.attrs.clear(),
                lambda d: d.update({"g": grid() + 1}),
            ],
            [repr, lambda d: d.mean(), lambda d: d["g"].values, lambda d: d.to_dataframe()],
        ),
    }


def sparse() -> dict[str, Entry]:
    from scipy import interpolate, sparse

    return {
        "sparse": (
            lambda: sparse.csr_matrix(np.eye(3)),
            [lambda m: at(m.data, 0, 5.0), lambda m: at(m, (0, 0), 3.0)],
            [repr, lambda m: m.toarray(), lambda m: m.T, lambda m: m.nnz],
        ),
        "spline": (
            lambda: interpolate.CubicSpline([0, 1, 2], [1.0, 2.0, 0.0]),
            [lambda s: at(s.c, (0, 0), 9.0)],
            [lambda s: s(0.5), lambda s: s.derivative()],
        ),
    }


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


LEARNING: dict[str, Entry] = {
    **(learning() if installed("sklearn") else {}),
    **(labelled() if installed("xarray") else {}),
    **(sparse() if installed("scipy") else {}),
}
