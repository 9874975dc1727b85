"""What the public may see of counts of people."""
