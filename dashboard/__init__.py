"""The web application: opens releases, shows pages. It never opens the warehouse."""

from dashboard.application import create_app

__all__ = ["create_app"]
