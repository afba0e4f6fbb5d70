"""More sentences, names and ways of writing, written down after the gate's rules were finished.

No rule was changed after what the gate does with these was seen; they are reported by
themselves. What stands here is of the same kinds as in `interview_sentences`.
"""

from __future__ import annotations

PERSON = (
    "There was this one morning when {} just turned up with a box of resources.",
    "If you want to know how it works you would have to ask {}, not me.",
    "Her key person, {}, had noticed it months before any of us.",
    "I think that {} and I wrote most of it on our own time.",
    "Well, {} had other ideas, bless.",
    "we sent it to {} and never heard a thing",
)
SETTING = (
    "Before that I worked for six years at {}, in the baby room.",
    "It is different for {}, they have a teacher on the staff.",
    "He had been at {} since he was nine months old.",
    "So off I went to {} to see how they were doing it.",
)
ALONE = (
    "And when I told {} about it, there were tears.",
    "In the end it was down to me and {} to sort it out.",
    "Luckily {} knew somebody at the council.",
    "I have worked alongside {} since the very beginning.",
)
THINGS = (
    "Oh, hang on, I have got it here: {}.",
    "That came up on the screen, {}, for everybody to see.",
    "You will find it under {} if it has not been deleted",
)
FILLERS = (
    "It was a difficult year, that one.",
    "I am not complaining, but somebody ought to say it.",
    "There is always another form behind the form.",
    "The children are the easy part of the job.",
)
PEOPLE = {
    "Josephine Tattersall": ("Josie", "Jo"), "Edward Kilbride": ("Ted", "Eddie"),
    "Charity Mwale": (), "Patricia Goodyear": ("Pat", "Trish", "Tricia"),
    "Nathaniel Obote": ("Nate", "Nat"), "Ffion Penhallow": (), "June Rackstraw": (),
    "Alexandra Dimitrova": ("Alex", "Sandra", "Lexi"), "Yasmin Choudhury": ("Yas",),
    "Michael Ffoulkes": ("Mike", "Mick"),
}  # fmt: skip
SETTINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "Three Gables Day Nursery": {
        "kind left out": ("Three Gables",), "another kind": ("Three Gables Early Years",),
        "acronym": ("TGDN",), "possessive": ("Three Gables' drive",),
    },
    "St Oswin's RC Primary School": {
        "Saint, St., possessives": ("Saint Oswin's", "St. Oswins", "St Oswin's'"),
        "CE, C of E, special": ("St Oswin's Catholic Primary", "St Oswin's R.C.",
        "St Oswin's School"),
    },
    "Marlpit Lane Pre-School": {
        "kind left out": ("Marlpit Lane",), "another kind": ("Marlpit Lane playgroup",),
        "acronym": ("MLPS",),
    },
    "Wagtails Nursery": {
        "kind left out": ("Wagtails",), "another kind": ("Wagtails preschool",),
        "possessive": ("Wagtails' minibus",),
    },
}  # fmt: skip
FIRST = (
    "Gemma", "Obinna", "Shabana", "Roger", "Ewa", "Yusuf", "Maureen", "Poppy", "Thandiwe", "Craig",
    "Deirdre", "Mary-Jane", "Balwinder", "Clive", "Angharad", "Heather",
)  # fmt: skip
LAST = (
    "Hargreaves", "Nwachukwu", "Iqbal", "Wood", "Wisniewska", "Field", "Osman", "Tunnicliffe",
    "Dube", "Mason", "Purewal", "Higginbottom", "Bright", "McGonagle", "Davies", "de Souza",
)  # fmt: skip
TITLES = ("Mrs", "Mr", "Ms", "Dr", "Prof", "Miss", "Sister", "Mrs.")
NURSERIES = (
    "Puffin Island Nursery", "Cherry Tree Pre-School", "Noah's Ark Playgroup",
    "Hillcrest Montessori",
    "Our Lady's Catholic Primary School", "Little Explorers Day Nursery",
    "Harbour Lights Kindergarten",
    "Woodside Community Nursery School", "Jack and Jill Childcare",
)  # fmt: skip
STREETS = (
    "44 Hawthorn Avenue", "Flat 1, 90 Market Street", "8 Cooper's Yard", "Tinker's Lane",
    "203 Abbey Road", "15 The Crescent", "Vicarage Close",
)  # fmt: skip
#: Kind, form and text of identifiers; who and name stand for what is drawn.
IDENTIFIERS = (
    ("e-mail", "in words", "{who}{name} at example dot co dot uk"),
    ("e-mail", "in words", "{who} full stop {name} at example dot com"),
    ("e-mail", "in words", "{who}.{name}@example dot org"),
    ("e-mail", "at in words alone", "{who}{n2} at outlook.com"),
    ("handle", "with @", "@the_{who}_{name}"),
    ("handle", "without @", "on Instagram she is {who}.{name}{n2}"),
    ("web address", "social", "https://m.facebook.com/groups/{n6}"),
    ("web address", "social", "tiktok.com/@{who}{name}"),
    ("web address", "a setting's", "{name}childcare.co.uk/our-team"),
    ("web address", "a blog", "{who}writes.wordpress.com"),
    ("case number", "case number", "case ID {n6}"),
    ("case number", "our ref", "Our Ref: SEND/{n4}/{who}"),
    ("case number", "reference", "ref no. {n6}"),
    ("case number", "tribunal", "EH{n3}/19/{n5}"),
    ("case number", "file", "the case, number {n5}"),
    ("birthday", "no year", "his birthday, {day} November"),
    ("birthday", "turned", "he turned three on the {day}th of August"),
    ("birthday", "born", "she was born on {day}/04/{year}"),
    ("birthday", "born", "DOB {day}.09.{year}"),
    ("birthday", "in words", "born on the third of June"),
    ("coordinates", "decimal", "53.{n4},-1.{n4}"),
    ("coordinates", "decimal", "lat 52.{n5} long -0.{n5}"),
    ("coordinates", "degrees", "51° 2{d}' N, 0° 1{d}' W"),
    ("coordinates", "grid", "TQ {n4} {n4}"),
    ("vehicle plate", "current", "{p2}5{d} {p3}"),
    ("vehicle plate", "older", "in her Micra, R{n3} {p3}"),
    ("vehicle plate", "small", "registration {q2}6{d}{q3}"),
    ("path", "Windows", "D:/Users/{who}/Desktop/plan.docx"),
    ("path", "macOS", "/Users/{who}/Library/Mobile Documents/x"),
    ("path", "Linux", "~{who}/talks/p3.odt"),
    ("path", "Linux", "/home/{who}.{name}"),
)  # fmt: skip
CLEAN: dict[str, tuple[str, ...]] = {
    "a first name that is a word": (
        "Patience and charity, that is what the parents showed us.",
        "June was too hot for the children to sleep.",
        "Charity shops gave us most of the dressing-up clothes.",
        "We wrote in June, and again in August.",
        "Pat and roll, that is how he makes dough.",
        "Ted is the bear that goes home at weekends.",
        "Jack in the box, that was his favourite.",
        "Art before lunch, music after.",
        "Mike up and speak, they said at the conference.",
        "Nat is what they call the insect in the story.",
    ),
    "a term with capitals": (
        "Quality First Teaching is all very well in a school.",
        "Team around the Family meetings stopped that spring.",
        "They want an All About Me booklet and a Communication Passport.",
        "The Disabled Children's Team never rang back.",
        "High Needs Funding and Early Years Pupil Premium are two pots.",
        "The Educational Psychologist wrote two lines.",
        "Every Child a Talker was before my time.",
        "World Book Day he came as a plain child.",
        "Mother's Day and Father's Day are hard for some.",
        "Children's Services were reorganised once more.",
        "A Statement of Special Educational Needs, it was called then.",
        "Person Centred Planning and Circle of Friends.",
        "The Ages and Stages Questionnaire said no concerns.",
        "The Designated Clinical Officer sits with Public Health.",
        "Letters and Sounds, Phase One, every morning.",
    ),
    "a character, a book, a place that all know": (
        "The Very Hungry Caterpillar goes through four strawberries.",
        "He knows Postman Pat by heart.",
        "We went on a Bear Hunt round the garden.",
        "Great Britain did well that summer, we had flags.",
        "Thomas the Tank Engine calms him.",
        "South Africa was the topic, with drums.",
        "She came from New Zealand with no records.",
        "Father Christmas frightened him.",
    ),
    "a number, a law, a study": (
        "Part 3 of the Act, and Schedule 10 of the other one.",
        "In week 14 they rang to say it would be week 22.",
        "Regulation 12(1)(d) or some such.",
        "Of 45 children, 6 have plans and 3 wait.",
        "Paragraph 5.36 describes the graduated approach.",
        "We scored it 7.5 out of 10, on 14 October.",
        "Vygotsky, Bruner, Piaget: three essays in one term.",
        "Between 2014 and 2018 we applied 11 times.",
        "About 3,500 pounds a year, or 67.50 a week.",
        "The ratio goes 1:3, 1:4, 1:8, depending.",
        "Open 8 to 6, 51 weeks a year.",
        "It is on page 117, chapter 6, second paragraph.",
    ),
}  # fmt: skip
