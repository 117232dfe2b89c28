"""One polite, safe GET, and the POST of webhooks: nothing else in the project opens a connection to the outside.

Except Apprise, whose targets are the operator's own words (see ``worker.channels.apprise_channel``).
"""

from worker.web.client import MOST_BYTES, USER_AGENT, Web, build_web, retry_after

__all__ = ["MOST_BYTES", "USER_AGENT", "Web", "build_web", "retry_after"]
