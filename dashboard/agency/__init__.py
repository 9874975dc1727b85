"""The parts of an agency's page, in the words of Section 6(a)."""
