"""The release's other tables, each from figures or from the warehouse. One module a table."""
