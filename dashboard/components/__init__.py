"""Pieces of pages, as markup."""
