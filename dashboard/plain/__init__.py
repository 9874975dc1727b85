"""Plain pages: the same stories as one small HTML file each, which needs no script and no other file."""
