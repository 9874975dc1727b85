"""What stops an audit before it has an answer."""


class AuditError(ValueError):
    """A file that cannot be audited; the message says where, what was found, and what to do."""


class Contradiction(AuditError):
    """Numbers that no whole people could stand behind: a file that does not add up, or a wrong reading of it."""
