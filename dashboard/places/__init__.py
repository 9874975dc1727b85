"""Towns and planning regions: what is told of each, where it stands, how it is drawn."""
