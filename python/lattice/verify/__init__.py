"""`lattice verify`: clicks through a script in full and incrementally, and compares."""
