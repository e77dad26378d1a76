"""What goes to the browser: only what it does not show already."""
