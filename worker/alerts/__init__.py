"""Alerts, the thinking half: which rules ring and why, what the message says, when a failed delivery is tried again."""
