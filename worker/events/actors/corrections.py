"""What the fact files have wrong or do not have, for `build`; each table says why."""

OFFICES = {
    "head_of_state": "head of state",
    "head_of_government": "head of government",
    "foreign_minister": "foreign minister",
    "defence_minister": "defence minister",
    "vice_president": "vice president",
}

# The European Union is an organisation here; the Antarctic and the empty islands do nothing.
LEFT_OUT = {"EUR", "ATA", "BVT", "HMD", "UMI", "ATF", "SGS", "IOT"}
ORGANISATIONS_LEFT_OUT = {"IGOBUSSWF", "NGOFIF"}  # a payment system; football

# Today's codes for yesterday's states, as the labelled sets of the field have them.
SUCCESSORS = {"SUN": "RUS", "DDR": "DEU", "CSK": "CZE", "YUG": "SRB", "SCG": "SRB", "YMD": "YEM", "ANT": "CUW"}

TERRITORIES_WITH_LEADERS = {"GRL", "FRO", "HKG", "MAC"}

# Strings that are first of all something else in English, or that several states carry.
NEVER_NAMES = {
    "Arg", "Male", "Trend", "RT", "TT", "Saba", "Trinidad & Tobago", "Quito", "Council", "Parliament", "Assembly",
    "Joint Chiefs of Staff", "General Council", "National Congress", "Upper House", "Parliamentary Assembly", "Tylos",
    "Council of the Republic", "Council of the Nation", "Chancellery", "Beehive", "Beltway", "PMO", "GHQ", "MIT",
    "Istana", "Yongsan", "Government Buildings", "Parliament House", "The Lodge", "Victoria Palace", "El Carmen",
    "Royal Court", "Peace Palace", "National Palace", "State House", "Government House", "Government Palace",
    "presidential office", "Presidential Office", "Green Zone", "Presidential Complex", "Carthage", "Dubai", "Entebbe",
    "Kandahar", "Bonn", "Tobruk", "Port Sudan", "Rawalpindi", "State Council", "Politburo", "General Staff", "SPA",
    "Houses of Parliament", "Andina", "United Arab Republic", "German East Africa", "Mali Federation", "Awal", "Viti",
    "Friendly Islands", "Senegambia", "Gold Coast", "the Herald", "The Herald", "ABC", "ACN", "ENA", "MIA", "STA",
    "ATA", "ERR", "NPC", "PLC", "EP", "JCS", "ISI", "HUR", "GUR", "SAA", "SAF", "ADF", "CAF", "RDF", "RAF", "AA", "SAC",
    "MOFA", "DND", "MoD", "DoD", "FCO", "PCG", "APA", "APP", "APS", "CNA", "MAP", "TAP", "PAP", "WAM", "VOV",
    "the Commission", "the Alliance", "the Fund", "Amnesty", "Wagner", "Fano", "Azov", "Aleph", "TIP", "CSP", "PDF",
    "UNC", "SWIFT", "WHO", "AES", "CAN", "LAS", "EAS", "ARF", "PCA", "Quad", "QUAD", "the Quad", "EC", "OIF", "PIF",
    "Hermit Kingdom", "Red China", "Central African Empire", "MEPs", "UN headquarters", "EU summit", "PMU", "JI", "STC",
    "OPT", "PA", "SA", "RP", "DR", "CAR", "UAR", "ARE", "T&T", "RSA", "FRN", "R.F.", "FDRE", "Awami", "Misr", "Sucre",
    "Nusantara", "Burkina/Faso", "Congo", "Congolese", "Korea", "No 10", "Number 10", "No. 10", "Siam", "AKP",
    "Iraqi Kurds",
    "Foreign Office",
    "Banda Oriental", "Gana Prajatantri Bangladesh", "Uman", "ISPR", "SAnews",
}  # fmt: skip

# Aliases that are other things too: they count only where the owner is known from elsewhere.
RISKY_ALIASES = {
    "IS", "AU", "NAM", "ICC", "IRA", "the bloc", "the ICC", "Security Council", "General Assembly", "World Court",
    "Human Rights Council", "African bloc", "West African bloc", "EP", "SCO", "EAC", "OTS", "ETA", "MILF", "FSA", "SNA",
    "SDF", "RSF", "AGC", "FLA", "LRA", "NPA", "KIA", "DPR", "LPR", "LeT", "JeM", "TRF", "BLA", "OLA",
    "AU Commission",
    "CoE", "nuclear watchdog", "oil cartel", "arbitral tribunal",
    "coalition of the willing", "Islamic Emirate of Afghanistan", "Africa Corps", "National Unity Government",
}  # fmt: skip

# Acronyms of armed groups that mean a law or a car even where the group's state is spoken of.
TOO_RISKY = {"IS", "IRA", "KIA", "Islamic Emirate of Afghanistan"}

# Capitals that are towns or names elsewhere, or no seat of government that a writer would use for the state.
CAPITALS_DROPPED = {
    "Brussels",
    "Victoria", "Kingston", "Georgetown", "Santiago", "San José", "Hamilton", "Stanley", "Douglas", "Plymouth", "Sucre",
    "Saint John's", "Saint George's", "Wellington", "Abidjan", "Almaty", "Dar es Salaam", "Banja Luka", "Lobamba",
    "Cape Town", "Bloemfontein", "Amsterdam", "Aden", "Rangoon", "Yangon", "Jerusalem", "East Jerusalem", "Gaza City",
    "Bujumbura", "Cotonou", "Luxembourg", "Monaco", "San Marino", "Singapore", "Djibouti", "Colombo", "Nusantara",
    "Jamestown", "Kingstown", "The Valley", "George Town", "West Island", "Settlement", "Hong Kong", "Gibraltar",
    "Marigot", "Gustavia", "Saint-Denis", "Saint-Pierre", "Cayenne", "Willemstad", "Philipsburg", "Mariehamn", "Nuuk",
    "Avarua", "Alofi", "Longyearbyen", "Majuro", "San Juan", "Charlotte Amalie", "Road Town", "Cockburn Town",
    "Port-aux-Francais", "Grand Turk", "Oranjestad", "Kralendijk", "Fort-de-France", "Basse-Terre", "Saint Helier",
    "Saint Peter Port", "Vatican City", "Hagatna", "Saipan", "Pago Pago", "Noumea", "Papeete", "Mata-Utu", "Mamoudzou",
}  # fmt: skip

# Of those, the seats of government that stand for a state which the text names elsewhere.
SHARED_CAPITALS = {
    "BDI": ["Bujumbura"], "BEN": ["Cotonou"], "CHL": ["Santiago"], "CIV": ["Abidjan"], "CRI": ["San José", "San Jose"],
    "GUY": ["Georgetown"], "JAM": ["Kingston"], "LKA": ["Colombo"], "MMR": ["Yangon", "Rangoon"], "NZL": ["Wellington"],
    "SYC": ["Victoria"], "TZA": ["Dar es Salaam"], "VCT": ["Kingstown"], "YEM": ["Aden"],
}  # fmt: skip

NAMES = {
    "USA": ["U.S", "America"],
    "CZE": ["Czechia", "Czechoslovakia", "Czecho-Slovakia"],
    "SRB": ["Yugoslavia", "Serbia and Montenegro", "Serbia-Montenegro"],
    "NLD": ["the Netherlands", "Netherlands", "Holland"],
    "MMR": ["Burma", "Myanmar"],
    "MKD": ["Macedonia", "North Macedonia"],
    "CIV": ["Ivory Coast", "Cote d'Ivoire", "Côte d’Ivoire"],
    "VAT": ["Vatican", "the Vatican"],
    "UKR": ["Ukraine", "Crimea"],
    "RUS": ["Chechnya"],
    "PSE": ["Gaza Strip", "West Bank", "Gaza", "the Gaza Strip"],
    "ARE": ["the Emirates", "Emirates"],
    "COD": ["Congo"],
    "KOR": ["Korea", "S Korea"],
    "PRK": ["N Korea"],
    "VNM": ["North Vietnam", "South Vietnam", "Viet Nam"],
    "YEM": ["North Yemen", "South Yemen"],
    "CHN": ["Tibet", "Xinjiang"],
    "IRQ": ["Iraqi Kurdistan"],
    "TUR": ["Turkiye"],
    "GBR": ["England", "Northern Ireland", "Scotland", "Wales"],
}
ADJECTIVES = {
    "USA": ["US", "U.S.", "USA", "U.S"],
    "GBR": ["U.K."],
    "PRK": ["DPRK", "N. Korean", "N.Korean"],
    "KOR": ["ROK", "S. Korean", "S.Korean", "Korean"],
    "COD": ["Congolese"],
    "RUS": ["Soviet", "Chechen"],
    "CZE": ["Czechoslovak", "Czechoslovakian"],
    "SRB": ["Yugoslav", "Yugoslavian", "Serb"],
    "HRV": ["Croat"],
    "SVN": ["Slovene"],
    "NZL": ["New Zealand", "Kiwi"],
    "VAT": ["Vatican", "papal"],
    "DNK": ["Danish"],
    "ARE": ["Emirati", "UAE"],
    "KAZ": ["Kazakh", "Kazakhstani"],
    "KGZ": ["Kyrgyz"],
    "TJK": ["Tajik"],
    "UZB": ["Uzbek"],
    "TKM": ["Turkmen"],
    "AFG": ["Afghan"],
    "CIV": ["Ivorian", "Ivoirian"],
    "BFA": ["Burkinabe"],
    "MDG": ["Malagasy"],
    "LUX": ["Luxembourg"],
    "HKG": ["Hong Kong"],
    "SAU": ["Saudi"],
    "PHL": ["Philippine", "Filipino"],
    "CAF": ["Central African Republic"],
    "MMR": ["Burmese", "Myanmar"],
    "TWN": ["Taiwanese"],
    "XKX": ["Kosovo", "Kosovan", "Kosovar"],
    "LSO": ["Basotho", "Lesotho"],
    "BIH": ["Bosnian", "Bosnian Serb", "Bosnian Croat"],
    "SLB": ["Solomon Islands"],
    "VUT": ["Vanuatu"],
    "PNG": ["Papua New Guinea"],
    "CHE": ["Swiss"],
    "IRQ": ["Iraqi"],
    "KHM": ["Kampuchean"],
}
PEOPLE = {
    "CZE": ["Czechoslovaks"],
    "RUS": ["Soviets", "Chechens"],
    "DNK": ["Danes"],
    "GBR": ["Scots", "Britons"],
    "FRA": ["French"],
    "IRL": ["Irish"],
    "SRB": ["Yugoslavs"],
    "COD": ["Congolese"],
    "KAZ": ["Kazakhs"],
    "KOR": [],
    "CIV": ["Ivorians"],
}
CAPITALS = {
    "ISR": ["Jerusalem"],
    "USA": ["Washington"],
    "TZA": [],
    "NLD": ["The Hague"],
    "CHL": [],
    "COL": ["Bogota"],
    "ECU": ["Quito"],
}
SEATS = {
    "RUS": ["Kremlin"],
    "CHN": ["Communist Party of China", "Chinese Communist Party"],
    "USA": [
        "White House",
        "US administration",
        "Obama administration",
        "Bush administration",
        "Clinton administration",
    ],
    "IRN": ["Islamic Republic"],
    "PRK": ["Workers' Party"],
    "GBR": ["No 10", "No. 10"],
    "PSE": ["Palestinian Authority", "Palestinian National Authority"],
    "VAT": ["Holy See"],
}
PARLIAMENTS = {
    "USA": ["US House of Representatives", "U.S. House of Representatives", "US Senate", "U.S. Senate", "Congress"],
    "ISR": ["Knesset"],
    "GBR": ["House of Commons"],
    "IRN": ["Majlis", "Islamic Consultative Assembly"],
    "IND": ["Lok Sabha", "Rajya Sabha"],
    "RUS": ["Supreme Soviet"],
}
FORCES = {
    "ISR": ["Israel Defense Forces", "Israel Defence Forces", "IDF", "Mossad", "Shin Bet"],
    "IRN": ["Revolutionary Guards", "Revolutionary Guard", "Islamic Revolutionary Guard Corps", "IRGC", "Quds Force"],
    "USA": ["U.S. Army", "U.S. Navy", "U.S. Air Force", "US Marine Corps", "CIA", "FBI", "US Coast Guard"],
    "CHN": ["Chinese Coast Guard", "People's Liberation Army Navy"],
    "RUS": ["Red Army", "KGB"],
}
MEDIA = {"IRN": ["IRNA", "Fars", "Tasnim", "Press TV", "Mehr"], "RUS": ["Tass", "Itar-Tass"]}
CONTEXT = {
    "PRK": ["the North"],
    "KOR": ["the South"],
    "JPN": ["SDF"],  # the Syrian Democratic Forces too
    "IRN": ["the Islamic Republic"],
    "GBR": ["Foreign Office"],
}

ORGANISATION_NAMES = {
    "IGOUNO": ["United Nations Organisation"],
    "IGOUNOSCO": ["United Nations Security Council", "the Security Council"],
    "IGOUNOHLHWHO": ["W.H.O."],
    "IGOUNOPKO": [
        *("UN peacekeeping force", "U.N. peacekeepers", "United Nations peacekeepers", "MONUC", "MINUSTAH", "UNAMID"),
        *("UNPROFOR", "UNMIK", "UNAMSIL", "UNMEE", "UNTAET", "UNAMIR", "UNISFA", "UNOCI", "UNMIL"),
        *("MINURSO", "UNMOGIP"),
    ],
    "IGOWSTNAT": ["Nato", "N.A.T.O.", "KFOR", "ISAF", "SFOR", "IFOR", "Resolute Support"],
    "IGOEUREEC": ["European Economic Community", "European Communities"],
    "IGOUNOILO": ["International Labor Office", "International Labour Office", "International Labor Organization"],
}

# A writer who says "Brussels" for somebody who acts means the Union; the town is known to `places`.
ORGANISATION_SEATS = {"IGOEUREEC": ["Brussels"]}
GROUP_NAMES = {"PSEGOVPLO": ["Palestinian Liberation Organization", "Palestinian Liberation Organisation"]}

# Whose code a group's events carry, where the fact file's code begins with a region.
HOMES = {
    "IMGSASLET": "PAK", "IMGSASJEM": "PAK", "IMGSEAMUSASF": "PHL", "IMGSEAJIJ": "IDN", "AFRREBJNM": "MLI",
    "CODREBADF": "COD", "RWAREBFDL": "RWA",
}  # fmt: skip

# Records whose names the fact file mixed up: two persons under one identifier.
PERSONS = {"Khalid bin Salman": "Salman bin Abdulaziz"}
VARIANTS_LEFT_OUT = {
    "Muhammad bin Salman bin Abd al-Aziz Al Saud",
    "Saud al-Faisal",
    "Saud Al Faysal Bin Abd Al Aziz Al Saud",
}
# Not of Paraguay; and whoever reigns over several states acts for one of them.
PERSONS_LEFT_OUT = {("PRY", "George Walker Bush")}
REIGNS_FOR = {"Charles III": "GBR", "Elizabeth II": "GBR", "Emmanuel Macron": "FRA", "Nicolas Sarkozy": "FRA",
              "Jacques Chirac": "FRA", "Francois Hollande": "FRA", "François Hollande": "FRA"}  # fmt: skip

# Usual spellings in English that no source of the fact file has, and names that stand alone.
VARIANTS = {
    "Volodymyr Zelensky": ["Volodymyr Zelenskiy", "Vladimir Zelensky"],
    "Alexander Lukashenko": ["Aleksandr Lukashenko", "Alyaksandr Lukashenka"],
    "Narendra Modi": ["Narendra Damodardas Modi"],
    "Muammar Gaddafi": ["Moammar Gadhafi", "Muammar Qaddafi", "Moamer Kadhafi", "Muammar al-Gaddafi"],
    "Salman bin Abdulaziz": ["King Salman"],
}

# Terms that the fact files do not have (general knowledge), as lines of the file.
TERMS = {
    "PSE": ["Mahmoud Abbas; Abu Mazen | head of state, president | 2005-01-15 | 2005-05-08"],
    "THA": [
        "Bhumibol Adulyadej (Bhumibol) | head of state, king | 1946-06-09 | 2016-10-13",
        "Samak Sundaravej (Samak) | head of government, prime minister | 2008-01-29 | 2008-09-09",
        "Somchai Wongsawat (Somchai) | head of government, prime minister | 2008-09-18 | 2008-12-02",
        "Abhisit Vejjajiva (Abhisit) | head of government, prime minister | 2008-12-17 | 2011-08-05",
        "Srettha Thavisin (Srettha) | head of government, prime minister | 2023-09-05 | 2024-08-14",
        "Yingluck Shinawatra (Yingluck) | head of government, prime minister | 2011-08-05 | 2014-05-07",
    ],
    "MMR": ["Than Shwe | head of state, senior general | 1992-04-23 | 2011-03-30"],
}

# Family names that the fact file guessed wrong.
FAMILIES = {
    "Mohammed bin Salman": "bin Salman",
    "Faisal bin Farhan": "bin Farhan",
    "Mohamed bin Zayed": "bin Zayed",
    "Khalid bin Salman": "bin Salman",
    "Salman bin Abdulaziz": "Salman",
    "Ban Ki-moon": "Ban",
}


# Words that two states share in the fact files, taken from the one that is seldom meant (see words: doubtful).
SHARED = {
    "DMA": {"Dominican", "Dominicans"}, "COG": {"Congolese"}, "ABW": {"Dutch"}, "CUW": {"Dutch"},
    "JPN": {"SDF"}, "SPM": {"French", "Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen"}, "SGP": {"CNA"},
    "MAR": {"Western Sahara"}, "SXM": {"Netherlands Antilles", "Curacao and Dependencies"},
}  # fmt: skip


def plain(name: str) -> str:
    """Turns "Coalition of the Willing (Ukraine)" -> "Coalition of the Willing"."""
    return name.partition(" (")[0]


ADDED = {
    "names": NAMES, "context": CONTEXT, "adjectives": ADJECTIVES, "people": PEOPLE, "capitals": CAPITALS,
    "seats": SEATS,
    "parliament": PARLIAMENTS, "forces": FORCES, "media": MEDIA,
}  # fmt: skip
