"""The `equity` commands, by what they are about: arguments in, what happened out. The work is done elsewhere."""
