"""Puts news verbs where the treebanks have everyday ones: "Mayor Closes Two Schools" to "Mayor Vetoes Two Schools".

What is learned is the frame, not the sense: that an unknown word between a name and an object is a verb. A verb is only
replaced by one of the same frame: with an object, with "to" and another verb, or with a clause.
"""

import random
from dataclasses import replace

from worker.events.parser.treebank import Tree, Word

# Base form; behind it, parted by "/", past and participle where they are not regular.
_OBJECT_LIST = """
slam/slammed ink eye urge summon expel/expelled rebuke condemn denounce blast laud hail back oust topple rebuff
snub/snubbed woo court sue probe raid bomb shell strike/struck/struck sanction blacklist embargo veto ratify suspend
resume halt freeze/froze/frozen unfreeze/unfroze/unfrozen axe scrap/scrapped defy curb/curbed rap/rapped deport
extradite jail free detain arrest behead abduct kidnap/kidnapped host greet congratulate thank mourn pardon decorate
brief lobby bolster boost arm equip supply reinforce deploy withdraw/withdrew/withdrawn redeploy invade besiege annex
occupy storm capture seize recapture liberate shoot/shot/shot down/downed intercept sink/sank/sunk torpedo launch
test-fire unveil sign initial conclude broker mediate facilitate clinch secure ban/banned bar/barred restrict tighten
ease lift impose slap/slapped levy waive raise cut/cut/cut slash trim/trimmed recall withhold/withheld pledge donate
grant extend approve endorse reject decline spurn dismiss rebut/rebutted decry protest criticize criticise accuse blame
fault chide scold berate mock warn threaten caution alert notify assure reassure back shun/shunned boycott isolate
downgrade upgrade restore sever normalize normalise mend repair renew revive reopen close reaffirm hack jam/jammed
target hit/hit/hit kill wound injure evacuate rescue airlift repatriate resettle admit inspect monitor investigate
indict convict try/tried sentence fine acquit delist designate label brand recognize recognise crush quell disperse
tear-gas outlaw dissolve
"""
_TO_LIST = """
vow pledge agree refuse threaten seek/sought/sought decide promise offer plan/planned hope decline prepare intend
resolve undertake/undertook/undertaken consent fail aim opt/opted rush move fight/fought/fought volunteer ask demand
mull look
"""
_THAT_LIST = """
say/said/said warn claim insist allege announce confirm deny declare reiterate stress note add report predict admit vow
argue suspect fear hint signal reveal disclose assert maintain caution complain estimate believe hope
"""


def _table(listed: str) -> list[tuple[str, str, str]]:
    rows = []
    for entry in listed.split():
        base, *past = entry.split("/")
        said = past[0] if past else _past(base)
        rows.append((base, said, past[-1] if past else said))
    return rows


def _past(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + ("d" if base.endswith("e") else "ed")


_FRAMES = {"object": _table(_OBJECT_LIST), "to": _table(_TO_LIST), "that": _table(_THAT_LIST)}
_KEPT = ("be", "have", "do", "get", "say")


def reworded(tree: Tree, rng: random.Random, share: float) -> Tree:
    """The tree with a `share` of its verbs replaced by news verbs of their frame and in their form."""
    words = list(tree.words)
    for index, word in enumerate(words):
        frame = _frame(tree, index)
        if frame and rng.random() < share:
            words[index] = _replaced(word, rng.choice(_FRAMES[frame]))
    return replace(tree, words=tuple(words))


def _frame(tree: Tree, index: int) -> str | None:
    """The frame of the verb there; None where it is no plain verb, or its frame is not one of ours."""
    word = tree.words[index]
    if word.upos != "VERB" or not word.xpos.startswith("VB") or word.lemma in _KEPT or not word.space_after:
        return None
    after = [other for other in tree.words[index + 1 :] if other.head == index]
    parts = {other.dep for other in tree.words if other.head == index}
    if parts & {"iobj", "compound:prt", "expl", "cop"} or len(parts & {"obj", "nsubj:pass", "xcomp", "ccomp"}) != 1:
        return None
    if "obj" in parts or "nsubj:pass" in parts:
        return "object"
    if "xcomp" in parts:
        verb = next(at for at, other in enumerate(tree.words) if other.head == index and other.dep == "xcomp")
        return "to" if any(other.head == verb and other.xpos == "TO" for other in tree.words[:verb]) else None
    return "that" if any(other.dep == "ccomp" for other in after) else None


def _replaced(word: Word, verb: tuple[str, str, str]) -> Word:
    form = _inflected(verb, word.xpos)
    if word.form.isupper() and len(word.form) > 1:
        form = form.upper()
    elif word.form[0].isupper():
        form = form[0].upper() + form[1:]
    return replace(word, form=form, lemma=verb[0])


def _inflected(verb: tuple[str, str, str], tag: str) -> str:
    base, past, participle = verb
    if tag == "VBZ":
        return third(base)
    if tag == "VBG":
        return _gerund(base, past)
    return {"VBD": past, "VBN": participle}.get(tag, base)


def third(base: str) -> str:
    """The third person of the present: "closes", "denies", "vetoes"."""
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _gerund(base: str, past: str) -> str:
    doubled = past == base + base[-1] + "ed" or base in ("cut", "hit")
    if doubled:
        return base + base[-1] + "ing"
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"
