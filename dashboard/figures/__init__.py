"""From tidy rows to what a chart shows: positions, words, colours. Pure, and the same for page, picture and table."""
