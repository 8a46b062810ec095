"""Commands that are more than one call: how they talk with people, and in which order they do their work."""
