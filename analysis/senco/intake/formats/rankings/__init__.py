"""Rankings as people have them: tables either way round, exports of surveys, PrefLib."""

from senco.intake.formats.rankings.reading import (
    RankTable,
    drop_unranked,
    load_rankings,
    read_rankings,
)
from senco.intake.formats.rankings.saving import save_rankings

__all__ = ["RankTable", "drop_unranked", "load_rankings", "read_rankings", "save_rankings"]
