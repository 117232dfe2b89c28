"""A learned second opinion on what one party did to another: a linear model over a sentence's parse and its patterns.

    pair       what can be said of two parties in a sentence, as readable features ("above recipient=accuse")
    linear     features in, a probability for each event type out, and the features that decided
    answer     when the model is asked, and the event that its answer makes
    examples   the project's own labelled sentences, beside the relations it is trained on
    train      the script that trains, cross-validates and writes `trained/`

It is asked where the caller has named both parties, and then always answers; elsewhere the patterns alone decide.
"""
