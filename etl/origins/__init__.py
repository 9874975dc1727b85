"""Origins: where deliveries are fetched instead of handed over: databases and open-data services."""
