"""The release for other programs: the tables of the pages by HTTP, described by one set of declarations."""
