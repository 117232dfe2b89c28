"""dyadwatch: who did what to whom between states, as the news says it.

The pipeline, drawn as a shell pipe; each hop is load -> think -> save, and each arrow is a row in Postgres:

    tick | poll FEED | read ARTICLE | code ARTICLE | send DELIVERY

    feeds/      what a feed says, and when to ask again
    articles/   have we seen it, what does it say, whose words are these
    events/     who did what to whom, when, where
    alerts/     whom to tell
    dyads/      how two states have been getting on
"""
