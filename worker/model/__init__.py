"""The nouns of dyadwatch as frozen dataclasses, and the tree of its errors. Standard library only.

The words are the field's own (PLOVER codebook, https://github.com/openeventdata/PLOVER): an *actor* did it, a
*recipient* it was done to, a *dyad* is two states written ``PRK-RUS``, a *mention* is one sentence of one article
that reports an *event*. ``source`` is never used here for an actor: a source is where news comes from.
"""

from worker.model.alerts import Delivery, DeliveryState, Message, Rule
from worker.model.articles import Article, ArticleDraft, ArticleFilter, ArticleState, Document, GivenEntity, PageText
from worker.model.errors import (
    ChannelError,
    CoderError,
    ConfigError,
    DyadwatchError,
    FetchError,
    Mistake,
    NotFoundError,
    OutsideError,
    ServiceUnavailableError,
    UsageError,
)
from worker.model.events import (
    Actor,
    AuxiliaryMode,
    CodedEvent,
    Coder,
    DatePrecision,
    Evidence,
    Mention,
    Place,
    QuadClass,
    Status,
    StoredEvent,
    dyad,
)
from worker.model.feeds import (
    EntryData,
    Feed,
    FeedData,
    FeedHints,
    FetchOutcome,
    NextPoll,
    ParsedFeed,
    Polled,
    Push,
    Response,
    Subscription,
    Witness,
)
from worker.model.filter import EventFilter

__all__ = [
    "Actor",
    "Article",
    "ArticleDraft",
    "ArticleFilter",
    "ArticleState",
    "AuxiliaryMode",
    "ChannelError",
    "CodedEvent",
    "Coder",
    "CoderError",
    "ConfigError",
    "DatePrecision",
    "Delivery",
    "DeliveryState",
    "Document",
    "DyadwatchError",
    "EntryData",
    "EventFilter",
    "Evidence",
    "Feed",
    "FeedData",
    "FeedHints",
    "FetchError",
    "FetchOutcome",
    "GivenEntity",
    "Mention",
    "Message",
    "Mistake",
    "NextPoll",
    "NotFoundError",
    "OutsideError",
    "PageText",
    "ParsedFeed",
    "Place",
    "Polled",
    "Push",
    "QuadClass",
    "Response",
    "Rule",
    "ServiceUnavailableError",
    "Status",
    "StoredEvent",
    "Subscription",
    "UsageError",
    "Witness",
    "dyad",
]
