"""Publications read as their publishers issue them: one module each, found by existing."""
