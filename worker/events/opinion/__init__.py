"""A learned second opinion on what one party did to another: a linear model over a sentence's parse and its patterns.

pair       what can be said of two parties in a sentence, as readable features ("above recipient=accuse")
linear     features in, a probability for each event type out, and the features that decided
answer     the opinion on two parties that the caller has marked: there it always answers
examples   the project's own labelled sentences, beside the relations it is trained on
train      the script that trains, cross-validates and writes `trained/`
"""
