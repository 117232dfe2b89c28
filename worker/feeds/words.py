"""Times in the words of a reason."""

DAY = 86_400.0


def in_words(seconds: float) -> str:
    """``in_words(5400) == "1.5 h"``."""
    for unit, length in (("d", DAY), ("h", 3_600.0), ("min", 60.0)):
        if seconds >= length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds:.3g} s"
