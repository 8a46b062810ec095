"""The one renderer of pages into an HTML file, which opens on a phone."""
