"""Who is named where: sentences in, spans with actors out. Pure; the data are in `config/actors.yaml`.

    gazetteer = build_gazetteer(actors)                                   # once a process, some 0.3 s
    found = resolve(sentences, gazetteer, published, given, title=0)      # `title`: so many sentences at the start are
                                                                          # the title's; given spans skip them
    found.sentences[i]            the Named spans of sentence i, in order, never overlapping
    found.headed(i, token)        the Named whose head is this token (a subject, an object), or None
    found.covering(i, token)      the Named whose span holds this token, or None
    found.reporters[i]            news sources that sentence i quotes: `reported_by`, never actors
    found.datelines[i]            so many tokens at its start are a dateline

A Named has `actors` (one; several for "both nations", "US-China", "Russian and Chinese officials", "they"), a token
span and its syntactic `head`. A span takes in what belongs to the name: "Russian Foreign Minister Sergei Lavrov",
"North Korean troops" (RUS and PRK, with sector, name, office) are one span each, headed by the name or the noun.
"Pyongyang's deployment" is the span "Pyongyang" only: what is done is no part of who did it.

Kinds of Named:
    given          the caller's span and code; overlaps nothing else
    state          "North Korea", "the Kremlin"; "Moscow" where it stands for the state
    adjective      "Russian" before a noun that is no person or office ("Russian invasion", "U.S.-led strikes"): the
                   head is the adjective's token; who hangs on the noun decides whether it acts
    background     "Iran-backed", "pro-Russian", "Mali's neighbours", "(South Asia and SAARC)": named, but takes no
                   part; the coder skips it
    place          a capital that is a town: "in Moscow", "arrived in Moscow", "visited Moscow"; no actor, but its
                   state is the host of a visit or a meeting
    leader         a person of the gazetteer (with the office held on the date of publication)
    person         a person that the text introduced ("Slovak Prime Minister Robert Fico", "Fico")
    office         "China's foreign minister", "the North Korean leader", "Russian troops", "Israeli settlers"
    institution    "the Kremlin's foreign ministry", "the Duma", "Korean People's Army"
    people         "Russians", "the Iranian people"
    organisation   "the UN": code IGO and what follows of the CAMEO code as sector (UNO); NGO likewise
    armed group    "Hamas": code of its home state and sector REB
    compound       several at once in one word or list: "DPRK-Russia", "Sino-Russian"
    pronoun        "he", "its", "they": actors of whoever is meant (a given one too)
    description    "both nations", "the sides", "the president", "the army", "the Gulf state", "the bloc", "its rival"

The rules, in order: what the caller gave; news sources and datelines; the longest name; phrases around it (nationality,
office, person); persons learned from the text; what stands for something named before (see `reference`).
"""

from worker.events.actors.gazetteer import Gazetteer, build_gazetteer
from worker.events.actors.named import Named, Reporter, Resolution
from worker.events.actors.resolve import resolve

__all__ = ["Gazetteer", "Named", "Reporter", "Resolution", "build_gazetteer", "resolve"]
