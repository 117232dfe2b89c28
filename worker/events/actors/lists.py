"""Words of English that resolution goes by and that are nobody's data: particles, pronouns, titles, prepositions."""


def words(text: str) -> frozenset[str]:
    """The words of a string."""
    return frozenset(text.split())


# Names of persons

PARTICLES = words("al el bin bint ibn de da do dos del della van von der den ten ul ur la le y abu ould ag")
TITLES = words(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady sheikh prof prof. comrade madam ayatollah king queen prince "
    "princess emir pope"
)
RANKS = words("gen gen. general lt lt. col col. colonel maj maj. brig brig. snr adm adm. admiral marshal capt capt.")
# "His Highness the Emir": the pronoun is part of a title.
HONOURS = words("majesty highness excellency holiness eminence beatitude royal")
# Titles that go with a given name: "King Hamad", "Sheikh Tamim".
REIGNING = words("king queen emir amir sheikh shaikh sultan shah prince princess emperor pope")
# Words that begin an office of two words ("Prime Minister", "Secretary of State").
OFFICE_WORDS = words("prime foreign defence defense vice deputy interior finance of state")
# Nouns for a state that, with an owner before them, mean another's: "Iran's neighbouring country".
COUNTRY_WORDS = words("country nation state neighbour neighbor ally")
# Words before an office that are part of it.
DEGREES = words(
    "deputy vice former acting interim outgoing incoming caretaker late ex first second new senior permanent "
    "chief special"
)
FORMER = words("former ex late ousted deposed onetime then")
# Words that end the name of a public body ("State Committee", "Border Service").
BODIES = words(
    "committee council commission agency service ministry department bureau authority directorate administration "
    "board secretariat inspectorate corporation fund institute organization organisation"
)
# What is called after a person is not the person: "Heydar Aliyev International Airport".
MONUMENTS = words(
    "international airport stadium street avenue boulevard palace university hospital bridge square foundation "
    "mausoleum library prize award center centre institute mosque school academy college road memorial museum dam"
)
# Envoys go "to" a state, which is part of their office.
ENVOYS = words("ambassador envoy commissioner representative consul")
# A name after "in" is a town's, but for what one has in a person.
TRUST = words("trust confidence faith believe belief interest interested disappoint disappointed hope invest partner")
# Family names of leaders that are also a month, a day or a word that opens a sentence.
EVERYDAY = words(
    "scott may march long key song no so an do he hu li le to ha mo brown green young rice cook hunt price hope love "
    "grant gore mark marks lord major king prince pope baker carter miller smith jones johnson moon park day bush "
    "ban rich best west east north south monday tuesday wednesday thursday friday saturday sunday january "
    "february april june july august september october november december"
)

# Compounds

STANCES = words("pro anti ex non trans mid intra post pre")
# "Saudi-led": who leads acts. "Iran-backed": who backs takes no part.
LEADING = words("led brokered mediated sponsored imposed hosted drafted run")
BACKING = words(
    "backed aligned allied controlled occupied held based born made owned supported supplied trained funded armed "
    "friendly linked annexed installed style built designed educated speaking dominated administered majority "
    "language era"
)

# Nations that live in other states under their own name: "Kosovo Serbs", "Lebanese Armenians".
MINORITIES = frozenset({"SRB", "HRV", "ALB", "HUN", "TUR", "ARM"})
# Adjectives of a state that are first of all those of its region.
REGIONAL = frozenset({"central african"})
COMPANY = words(
    "leaders states countries nations presidents ministers heads governments neighbours neighbors country nation state"
)

# Second halves of newspapers' names: "Japan Times", "Jakarta Post".
PAPERS = words("times post herald tribune daily gazette observer chronicle journal standard news today")

# What ends the name of a firm or a body, and not a person's: "India's Tata Steel said".
COMPANIES = PAPERS | words(
    "steel motors group bank airlines airways holdings energy oil gas petroleum telecom electronics industries "
    "television tv radio agency party league court corp corporation inc limited ltd company union church front "
    "movement house senate embassy parliament assembly army guard guards force forces service police brigade"
)


# Where a noun phrase ends

TIMES = words(
    "january february april june july august september october november december "
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday last this late early next here"
)
PERIODS = words("morning afternoon evening night noon day week weekend month year decade")
BEFORE_MONTHS = words("in last since this next of by until till from early late mid during")

# Places

IN = words("in at near outside around inside across within throughout off over above along beside through into via")
TOWARDS = words("to from toward towards for")
MOVES = words(
    "arrive travel fly go return come visit leave depart land head move march tour reach enter drive sail flee "
    "trip journey flight stop stopover send deploy deliver withdraw evacuate transfer bear live stay reside "
    "arrival deployment"
)
# Verbs whose object is where it happens.
REACHES = words(
    "visit leave tour reach enter shell bomb bombard strike hit capture seize attack storm besiege target retake "
    "recapture raid pound evacuate liberate occupy surround overrun invade"
)
PLACE_NOUNS = words(
    "city town village capital region province district oblast port area suburb airport base island state county "
    "governorate border resort peninsula prefecture territory zone part outskirts centre center camp "
    "neighbourhood neighborhood sea strait coast waters enclave front street summit conference hospital "
    "university metro resident stadium hotel subway mayor olympics agreement agreements accord accords declaration "
    "convention conventions protocol process pact deal treaty roadmap format consensus framework"
)

# What people come together for: what is said there is said where it is held.
GATHERINGS = words(
    "meeting talk talks summit conference visit ceremony negotiation session forum round trip stay tour consultation "
    "dialogue briefing speech address interview statement gathering reception assembly sideline sidelines discussion"
)

# What stands for somebody named before

PERSONAL = words("he she him her his hers himself herself")
NEUTER = words("its itself")
PLURAL = words("they them their theirs themselves")
PLEONASTIC = words("be seem appear rain snow happen turn take cost matter")
FIRST_PERSON = words("we us our ours ourselves i me my mine")
SAYING = words(
    "say tell add state declare note insist stress reply answer remark write quote observe respond warn announce argue "
    "explain claim comment continue conclude tweet post joke quip emphasize emphasise underline recall vow pledge"
)
POSSESSIVE = words("his its himself itself herself")
STATE_NOUNS = words(
    "nation country state side government neighbor neighbour ally capital military people party power rival foe "
    "economy republic superpower territory army partner adversary enemy giant kingdom democracy island monarchy"
)
PERSON_NOUNS = words(
    "leader president premier minister statesman man woman chief counterpart diplomat head monarch king chancellor "
    "ambassador envoy negotiator politician"
)
# People who may be "they" though nobody knows whose they are.
STRANGERS = words(
    "authority official leader rebel fighter militant insurgent separatist protester demonstrator activist resident "
    "refugee migrant observer analyst expert diplomat negotiator lawmaker witness nation country government "
    "people soldier troop"
)
# Whom one may speak to, or of, that is not the other state: nobody named beside them is meant.
OUTSIDERS = words(
    "state country nation ally partner neighbour neighbor member community world rebel militant insurgent separatist "
    "fighter faction donor power investor company firm citizen national tourist pilgrim colleague compatriot reporter"
)
# Bodies of a state: who asks one without saying whose it is asks his own, or the other side's, and nobody further off.
INSTITUTIONS = words(
    "ministry committee commission parliament congress senate cabinet branch department agency board bureau army "
    "military police court judge lawmaker legislator legislature assembly general official minister authority regime"
)
# One person whom "he" may mean, though nobody says the name: "a Bahraini diplomat said his government".
ROLES = words(
    "guest host visitor counterpart colleague interlocutor diplomat official spokesman spokeswoman spokesperson aide "
    "adviser advisor negotiator lawmaker commander general officer representative politician statesman dignitary"
)
# Nouns for people that act as one: "the junta said it would".
BODY_NOUNS = words(
    "government regime administration junta military army navy leadership delegation side cabinet embassy parliament "
    "congress senate mission party force police mediator"
)
# "the parties": where the text speaks of two states.
PAIRED = words(
    "sides parties leaders presidents premiers ministers interlocutors governments countries nations neighbours "
    "neighbors delegations partners rivals foes adversaries belligerents negotiators"
)
# What two are called who are no friends: "the warring parties".
AT_ODDS = words(
    "warring rival feuding opposing hostile estranged quarrelling quarreling belligerent contending sparring "
    "squabbling conflicting fighting bickering embattled combatant"
)
# One word for two persons or states: "the pair then went for a walk".
COUPLES = words("pair duo")
# Who comes and who receives him; with or without an owner, "his guest", "the hosts".
GUESTS = words("guest guests visitor visitors")
HOSTS = words("host hosts")
# Offices that a state has one of: "Downing Street said the prime minister would go".
HELD = frozenset({"president", "prime minister", "pm", "foreign minister", "defence minister", "defense minister"})
COUNTRIES = words("governments countries nations neighbours neighbors")
LEADER_NOUNS = words("leader president premier head man woman statesman monarch king chancellor counterpart")
# Who does one of these to "both sides" is not one of them.
ASKING = words(
    "urge call ask press mediate encourage invite help appeal bring appoint facilitate host tell warn advise inform "
    "beg implore entreat"
)
# Who does one of these answers what he was asked.
ANSWERING = words("refuse agree accept decline reply answer respond comply reject promise consent demur oblige balk")
COUNTRY_NOUNS = words(
    "country nation state kingdom emirate sultanate republic island archipelago monarchy giant sheikhdom neighbour "
    "neighbor power"
)
# "his country", "her nation": the state of whoever is meant.
HOMELANDS = words("country nation homeland kingdom republic state")
UNIONS = words("bloc alliance grouping organisation organization body")
OTHERS = words("neighbour neighbor counterpart rival foe adversary interlocutor colleague") | GUESTS | HOSTS
NUMBERS = {"both": 2, "each": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
