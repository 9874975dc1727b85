"""Figures, releases and documents as files, from the stories and tables that the pages show."""
