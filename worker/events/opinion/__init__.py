"""A learned second opinion on what one party did to another: a linear model over a sentence's parse and its patterns.

pair       what can be said of two parties in a sentence, as readable features ("above recipient=accuse")
linear     features in, a probability for each event type out, and the features that decided
answer     the opinion on two parties that the caller has marked: there it always answers
silence    the opinion on sentences of two states of which the patterns say nothing: heard only where it is sure
examples   the project's own labelled sentences, beside the relations it is trained on
train      the script that trains, cross-validates and writes `trained/`
"""
