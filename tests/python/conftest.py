"""Nothing here but the path: tests import the `driver` package beside them."""
