"""The path, as tests import the `driver` package beside them; and no bug of a watcher is survived."""

import os

os.environ["LATTICE_STRICT"] = "1"
