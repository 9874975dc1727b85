"""The attack: what anybody can work out of published tables. It shares no code with what protects them."""
