"""Labels of a team's logs: file names, with as many folders as it takes to make them unique."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def log_labels(paths: Sequence[Path]) -> list[str]:
    """Return a unique label for each log: its file name, with folders above it if two have the same name."""
    whole = [path.resolve().parts[1:] or (str(path),) for path in paths]
    depths = [1] * len(whole)
    while True:
        labels = ["/".join(parts[-depth:]) for parts, depth in zip(whole, depths, strict=True)]
        times = Counter(label.casefold() for label in labels)
        deeper = [
            min(depth + 1, len(parts)) if times[label.casefold()] > 1 else depth
            for label, depth, parts in zip(labels, depths, whole, strict=True)
        ]
        if deeper == depths:
            return labels
        depths = deeper
