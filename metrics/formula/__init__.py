"""The formulas: warehouse rows and a measure in, figures out. One module a kind of formula."""
