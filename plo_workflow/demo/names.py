"""The only names of the caseload: surnames nobody has, places that are not there, numbers kept for examples.

Telephone numbers are of the range kept for drama (01632 960000 to 960999), e-mail is at a name kept for examples
(RFC 2606), and no post goes to the area ZZ.
"""

from __future__ import annotations


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


FAMILY_SURNAMES = _names("""
    Abblewick Ambrecourt Ashlepont Barrowquill Bexelmoor Brindlecote Brockenby Callowdine Candlethwick Corverly
    Crannagill Dapplewood Dunmarrock Eastermoss Elverstoat Fennimarsh Ferrowby Foxglade Gallowmere Gorsewhistle
    Grendlecombe Hallowfen Harkenbridge Heathermoot Inglebrack Ivorstane Jessamond Kettlebarn Kingsquarrel Larkenfell
    Lindlemere Loxenborough Marlowick Merrowdale Mistlebury Nettlecombe Norrowdene Oakenstall Orchardine Pepperstoke
    Plumhollow Quillingham Quorndeley Rookswither Rushlemere Saltwhistle Sandlepike Silverbarrow Tanglemoor
    Thistlequay Thornabeck Underwillow Valewhittle Vinterbrook Wandlecroft Weatherquill Whimberley Wolderstone
    Yarrowdown Yewbarton
""")

CHILDREN = _names("""
    Aaliyah Abel Ada Alfie Amara Amir Anya Arlo Asha Ben Bonnie Caleb Chloe Daisy Darius Eden Elias Elsie Esme Ezra
    Faith Finley Freya Gabriel Grace Hana Harry Imani Iris Isaac Isla Jaden Jasmine Kai Keira Layla Leo Lila Lola Lucas
    Maisie Malik Maya Mia Mila Nadia Nathan Nia Niamh Noah Omar Oscar Poppy Quinn Reuben Rosa Ruby Samir Sofia Teddy
    Theo Tilly Toby Uma Violet Willow Yusuf Zain Zara Zoe
""")

MOTHERS = _names("""
    Abigail Agnieszka Amina Becky Carla Chantelle Danielle Donna Ewa Fatima Gemma Hayley Ioana Jade Jodie Kelly Kim
    Lauren Leanne Maryam Megan Natalie Naomi Olivia Paula Rachel Rhiannon Sadia Sarah Shanice Stacey Tanya Toni Vicky
    Yasmin Zofia
""")

FATHERS = _names("""
    Aaron Adeel Andrei Anthony Ashley Bartek Callum Carl Craig Daniel Darren Dean Gareth Hassan Ian Imran Jamie
    Jerome Jordan Kieran Kyle Lee Liam Marcus Mohammed Nathaniel Paul Piotr Ricky Robert Ryan Scott Shane Stephen
    Tyrone Wayne
""")

RELATIVES = _names("Angela Barbara Carol Denise Eileen Geoff Jean Kenneth Linda Maureen Patrick Sandra Terry")

STAFF_SURNAMES = _names("""
    Sampleton Exampleby Mockford Specimore Placeholme Testerly Draftwell Patternby Modelsworth Dummerfield
    Mockridge Samplecote Examplestead Fictionby Trialstone Proxenham Templeform Outlinsby
""")

STAFF_GIVEN = _names("""
    Priya Tom Grace Adaeze Alan Amy Anita Beth Bilal Bridget Catrin Cheng Clara Colin Davina Deepa Derek Dilys
    Edward Elaine Emeka Farah Felix Fiona Gillian Gordon Gwen Harriet Helena Hugo Idris Ingrid Ivan Jacob Janet Jasper
    Joan Jonah Kamal Karen Keith Kofi Latoya Leon Lorna Lucy Magnus Mandy Mei Morag Nadine Neil Nikhil Nora Oliver
    Orla Pamela Peter Philip Rafael Rekha Rita Roland Ros Rowan Rupert Sally Sanjay Selma Simon Stella Sunil Sylvia
    Tariq Teresa Tobias Una Vera Victor Wanda Wilf Winston Xanthe Yolanda Yvonne Zeb
""")

TEAMS = ("North team", "South team", "East team", "West team", "Riverside team", "Hillside team")

STREETS = ("Example Street", "Sample Road", "Placeholder Lane", "Specimen Close", "Pattern Avenue", "Mock Terrace")
TOWNS = ("Exampleton", "Samplebridge", "Mockbury")

SOLICITORS = ("Alma Specimore", "Bryn Placeholme", "Cora Testerly", "Dev Patternby", "Elin Mockridge", "Finn Outlinsby")
FIRMS = ("Sample and Specimen", "Example Family Law", "Mock and Placeholder", "Pattern Chambers")

AUTHORITIES = ("Elsewhere Council", "Farther County Council")

LANGUAGES = ("Polish", "Romanian", "Urdu", "Arabic", "Portuguese", "British Sign Language")

COUNCIL_DOMAIN = "council.example"


def address(number: int) -> str:
    """An address that no letter reaches, another for each number."""
    street, town = STREETS[number % len(STREETS)], TOWNS[number % len(TOWNS)]
    return f"{number % 90 + 1} {street}, {town}, ZZ{number % 9 + 1} {number % 8 + 1}ZZ"


def telephone(number: int) -> str:
    """A telephone number kept for drama."""
    return f"01632 960{number % 1000:03d}"
