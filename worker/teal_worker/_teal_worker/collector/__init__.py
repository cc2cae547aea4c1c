"""Data collection: what an instance keeps of its requests, its answers and what its script collects itself."""
