"""One polite, safe GET, and the POST of webhooks: nothing else in the project opens a connection to the outside."""

from worker.web.client import MOST_BYTES, USER_AGENT, Web, retry_after

__all__ = ["MOST_BYTES", "USER_AGENT", "Web", "retry_after"]
