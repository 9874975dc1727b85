"""Charts as whole SVG pictures, with title, sentence, source and release inside; PNG from the same picture."""
