"""Names of a whole file against the lists: CSV or Parquet in, hits and a receipt out. Pure."""

from bolwerk.engines.screening.bulk._kept import kept_index, place_of
from bolwerk.engines.screening.bulk._outcome import HIT_COLUMNS, Counts, Outcome
from bolwerk.engines.screening.bulk._ray import on_ray
from bolwerk.engines.screening.bulk._run import CHUNK, Done, Job, Runner, beside, local, screen_file
from bolwerk.engines.screening.bulk._subjects import Chunk, chunks, columns_of

__all__ = [
    "CHUNK",
    "HIT_COLUMNS",
    "Chunk",
    "Counts",
    "Done",
    "Job",
    "Outcome",
    "Runner",
    "beside",
    "chunks",
    "columns_of",
    "kept_index",
    "local",
    "on_ray",
    "place_of",
    "screen_file",
]
