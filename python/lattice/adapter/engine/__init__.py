"""One session's engines: what scripts are made of, what their cells did, and what is kept."""
