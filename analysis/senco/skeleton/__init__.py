"""A new study: its folder, from a description of the study and neutral pages to fill in.

`questions` asks for the description where there is none, `making` writes the folder. What is
copied from this project (`engine`) are its notebooks, the contract and what the site is made
with; the pages in `pages` are written for any study.
"""

from senco.skeleton.making import describe_study, make_study
from senco.skeleton.questions import ask_study

__all__ = ["ask_study", "describe_study", "make_study"]
