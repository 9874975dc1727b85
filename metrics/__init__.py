"""The warehouse in, a release out."""
