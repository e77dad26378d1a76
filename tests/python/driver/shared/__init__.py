"""One server for many scripts: starting a process takes longer than most scenarios."""
