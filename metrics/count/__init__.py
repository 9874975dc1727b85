"""What is counted: people, events, dollars, documents; each count by name, read from the warehouse."""
