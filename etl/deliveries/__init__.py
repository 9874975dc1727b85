"""What an agency sends: one module for each standard delivery, found by existing."""
