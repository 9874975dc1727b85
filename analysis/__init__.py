"""Analyses of anybody's own file: the same arithmetic as a release's, on columns that a kind of analysis names."""
