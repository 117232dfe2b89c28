"""What outlets write is read in a child process: a document may cost its own reading, and never a worker.

    worker ──order──> child: feedparser, lxml, trafilatura, under limits of time, processor and memory
           <─answer──

``parent`` holds the child and the clock, ``child`` is what runs there, ``jobs`` is what it can do, ``frames`` how the
two talk. Answers are JSON and checked against our types: they were made of what anybody wrote.
"""

from worker.sandbox.parent import Sandbox

__all__ = ["Sandbox"]
