"""The path, as tests import the `driver` package beside them; no watcher may fail unseen."""

import os

os.environ["LATTICE_STRICT"] = "1"
