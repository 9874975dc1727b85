"""Why nothing was taken from an origin."""


class Refused(ValueError):
    """A delivery could not be fetched whole, so nothing of it was taken; the message says why and what to do.

    It never holds a secret or the value of a cell.
    """
