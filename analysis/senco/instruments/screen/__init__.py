"""The study's instruments as pages for a browser, each a file that needs no network."""

from senco.instruments.screen.making import TITLES, make_instruments
from senco.instruments.screen.setup import Setup, read_setup

__all__ = ["TITLES", "Setup", "make_instruments", "read_setup"]
