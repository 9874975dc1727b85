"""The sections of the page about towns in the equity process and about a city's plan."""
