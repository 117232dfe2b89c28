"""An alert printed where the program runs: bold in a terminal, plain in a pipe or with NO_COLOR."""

import sys

from rich.console import Console
from rich.text import Text

from worker.model import Message


class ConsoleChannel:
    def send(self, message: Message) -> str:
        # Standard output is looked up at each alert: a worker may have exchanged it since.
        console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False, soft_wrap=True)
        heading = f"{message.created_at:%Y-%m-%d %H:%M:%S}  {message.title}"
        body = "\n".join(f"  {line}".rstrip() for line in message.text.splitlines())
        console.print(Text.assemble((f"* {heading}", "bold"), "\n", body, "\n"))
        sys.stdout.flush()
        return "printed"
