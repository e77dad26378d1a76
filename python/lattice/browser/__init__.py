"""A browser without a window: the page of a script, what a user may do on it, and comparison."""
