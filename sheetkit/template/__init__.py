"""Templates: what a log looks like, as frozen dataclasses that are loaded from TOML."""
