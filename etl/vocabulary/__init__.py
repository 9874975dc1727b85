"""The standard words: groups of people, job categories, periods. One spelling each, used by every package."""
