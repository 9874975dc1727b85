"""Who asks: sign-in at the internal pages, sessions, bearer tokens, and what each role may read."""
