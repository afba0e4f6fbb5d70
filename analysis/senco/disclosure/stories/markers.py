"""Words by which a story points at one person, by kind; and how they are written down.

In a phrase ``#`` stands for a number, in digits or in words. A plural
in s or es need not be listed.
"""

from __future__ import annotations

#: Phrases by kind, with commas between them.
MARKERS: dict[str, str] = {
    "a superlative": (
        "the only, only one, the sole, the one and only, the first to, the first ever, first "
        "ever, the very first, the last to, the biggest, the largest, the smallest, the oldest, "
        "the youngest, the longest, the newest, the worst, the best known, best known, the "
        "busiest, the poorest, the richest, never before, unlike any other, nobody else, no one "
        "else, nowhere else, one of a kind, one of two, one of three, one of only #, well known"
    ),
    "a role or a setting": (
        "senco, area senco, inclusion lead, manager, deputy, deputy manager, owner, "
        "headteacher, head teacher, governor, trustee, chair of the committee, key worker, key "
        "person, keyworker, childminder, room leader, apprentice, secretary, caretaker, cook, "
        "coordinator, co-ordinator, practitioner, teaching assistant, teacher, setting, "
        "nursery, nurseries, pre-school, preschool, playgroup, kindergarten, forest school, "
        "school, children's centre, pool, sensory room"
    ),
    "somebody's own trait": (
        "male, a man, female, black, asian, white, roma, traveller, deaf, blind, gay, lesbian, "
        "trans, pregnant, widowed, widow, widower, divorced, disabled, wheelchair, muslim, "
        "jewish, sikh, hindu, catholic, polish, romanian, ukrainian, syrian, afghan, somali, "
        "nigerian, chinese, welsh, scottish, irish, refugee, asylum, speaks no english, accent, "
        "tattoo, red hair, red haired"
    ),
    "a rare condition": (
        "syndrome, down's, downs syndrome, rett, angelman, prader, williams syndrome, fragile "
        "x, cri du chat, cerebral palsy, cystic fibrosis, spina bifida, muscular dystrophy, "
        "duchenne, leukaemia, cancer, tumour, brain injury, epilepsy, tube fed, tube feeding, "
        "gastrostomy, tracheostomy, oxygen, ventilator, transplant, cochlear implant, cleft, "
        "selective mutism, selectively mute, albinism, dwarfism, haemophilia, sickle cell, "
        "hydrocephalus, shunt, chromosome, deletion, rare condition, rare disorder, genetic, "
        "life limiting, terminal, premature, born at # weeks, foetal alcohol, fetal alcohol, "
        "stroke, meningitis, amputee, prosthetic, hearing aid, wheelchair user"
    ),
    "kinship": (
        "twin, triplet, quadruplet, identical twins, stepfather, stepmother, step-father, "
        "step-mother, stepson, stepdaughter, stepchild, fostered, foster carer, foster child, "
        "foster family, foster parent, foster mother, foster father, adopted, adoption, "
        "adoptive, grandmother, grandfather, grandparent, granddaughter, grandson, nan, uncle, "
        "aunt, cousin, nephew, niece, brother, sister, sibling, husband, wife, half brother, "
        "half sister, godmother, godfather, orphan, single father, only child, # brothers, # "
        "sisters, # siblings, mother's, father's, own son, own daughter, own child, own "
        "children"
    ),
    "a small place": (
        "village, hamlet, island, isle, valley, cul-de-sac, estate, farm, army base, barracks, "
        "air base, naval base, caravan site, travellers' site, harbour, fishing, market town, "
        "mining, pit village, seaside, lighthouse, moor, refuge, women's refuge, hostel, "
        "children's home, hospice, prison, boat, canal boat, narrowboat"
    ),
    "a place that people know": (
        "fire station, police station, railway station, train station, bus station, level "
        "crossing, church, chapel, mosque, synagogue, temple, gurdwara, cathedral, abbey, "
        "castle, town hall, village hall, church hall, community centre, leisure centre, "
        "library, museum, hospital, surgery, pharmacy, post office, pub, supermarket, retail "
        "park, factory, mill, quarry, brewery, power station, airport, docks, pier, bridge, "
        "canal, river, lake, reservoir, park, playing field, football ground, stadium, golf "
        "course, cemetery, crematorium, university, college, secondary school, primary school, "
        "special school, roundabout, ring road, motorway, high street, market square, windmill, "
        "war memorial, zoo, roof, pond, tower"
    ),
    "where it stands": (
        "opposite, behind, next to, next door, across the road, across from, round the corner, "
        "around the corner, at the end of, at the top of, at the bottom of, overlooking, "
        "beside, in front of, near the, along the, a mile from, # miles from, minutes from, "
        "north of, south of, east of, west of, upstairs, in the basement, in the same building"
    ),
    "an event that people remember": (
        "fire, flood, flooded, flooding, burnt down, burned down, explosion, crash, accident, "
        "arrested, court, tribunal, inquest, inquiry, funeral, suicide, murder, died, death, "
        "drowned, strike, closed down, closure, shut down, takeover, taken over, bankrupt, "
        "inadequate, requires improvement, in the news, newspaper, local paper, on television, "
        "on the radio, petition, protest, award, prize, lottery, royal, visit by, opened by, "
        "earthquake, storm, snowed in, evacuated, lockdown, outbreak, serious case review, "
        "whistleblower, sacked, dismissed, suspended, redundancy, redundancies"
    ),
    "a relative date": (
        "the week after, the week before, the day after, the day before, the month after, the "
        "month before, the year after, the year before, the night before, # days after, # days "
        "before, # days later, # weeks after, # weeks before, # weeks later, # months after, # "
        "months before, # months later, # years after, # years before, # years later, last "
        "spring, last summer, last autumn, last winter, last christmas, last easter, that "
        "spring, that summer, that autumn, that winter, that christmas, that easter, at "
        "christmas, at easter, before christmas, after christmas, before easter, after easter, "
        "on the first day, on the last day, half term, bank holiday, bonfire night, halloween, "
        "mother's day, birthday, during ramadan, at eid, at diwali, the same week, the same "
        "month"
    ),
    "an occupation": (
        "vicar, priest, imam, rabbi, doctor, gp, nurse, midwife, health visitor, surgeon, "
        "dentist, consultant, paediatrician, magistrate, solicitor, barrister, police officer, "
        "policeman, policewoman, firefighter, fireman, soldier, sailor, pilot, farmer, "
        "fisherman, shepherd, butcher, baker, publican, landlord, shopkeeper, postman, "
        "postwoman, lorry driver, bus driver, taxi driver, footballer, actor, actress, singer, "
        "musician, artist, author, councillor, mayor, mp, politician, journalist, professor, "
        "lecturer, builder, miner, electrician, plumber, hairdresser, vet, librarian, "
        "gamekeeper, lighthouse keeper, clown, director, chief executive"
    ),
    "an age": (
        "aged #, age of #, # years old, # year old, # months old, # month old, at the age of, "
        "turned #, in her twenties, in his twenties, in her thirties, in his thirties, in her "
        "forties, in his forties, in her fifties, in his fifties, in her sixties, in his "
        "sixties, retired, retiring, newly qualified, newborn"
    ),
}
#: Numbers in words, for the sign # in a phrase.
NUMBERS = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
        *("nineteen", "twenty", "thirty", "forty", "fifty", "a", "several", "both"),
    )
)
