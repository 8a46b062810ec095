"""What a log looks like, as data: frozen dataclasses, loaded from TOML and checked."""
