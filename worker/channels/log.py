"""An alert as one line of the program's own log."""

import structlog

from worker.model import Message


class LogChannel:
    def send(self, message: Message) -> str:
        data = message.payload.get("data", {})
        structlog.get_logger("dyadwatch.alert").info(
            "alert", title=message.title, rule=data.get("rule"), delivery=message.id, url=message.url
        )
        return "logged"
