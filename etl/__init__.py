"""Deliveries in, a warehouse out."""
