"""What programs for qualitative analysis write: REFI-QDA, their tables and their databases.

REFI-QDA are projects (`.qdpx`) and codebooks (`.qdc`) of NVivo, ATLAS.ti, MAXQDA and others.
Everything is read in memory; nothing is unpacked to disk. Coders become
coder-1, coder-2 and so on, people keep pseudonyms only, and no text is handed over
unless it is asked for.
"""

from senco.intake.formats.qda.codebook import load_codebook, write_codebook
from senco.intake.formats.qda.project import load_project
from senco.intake.formats.qda.writing import list_codings, write_project

__all__ = ["list_codings", "load_codebook", "load_project", "write_codebook", "write_project"]
