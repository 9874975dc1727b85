"""The sections of the overview, one module each."""
