"""Reads row groups of Parquet files, few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kratom_lint.scan.columns import Columns
from kratom_lint.scan.units import Unit

_HELD = 4 << 20
"""The bytes that rows read together may have, if all are of one size."""
_ROWS = 1024


def read_parquet(unit: Unit, columns: Columns, longest: int) -> Iterator[dict[str, Any]]:
    """Return a row of `DOCUMENTS` for each row; those that cannot be read, and all after them, are named as such."""
    # Left to itself, Arrow reads a row group as a whole, however large it is.
    with pq.ParquetFile(unit.path, pre_buffer=False, buffer_size=1 << 20) as file:
        columns = columns.among(file.schema_arrow.names)
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        position = sum(group.num_rows for group in groups[: unit.start])
        wanted = groups[unit.start : unit.end]
        last = position + sum(group.num_rows for group in wanted)
        size = sum(group.total_byte_size for group in wanted) // max(last - position, 1)
        batches = file.iter_batches(
            batch_size=min(max(_HELD // max(size, 1), 1), _ROWS),
            row_groups=range(unit.start, unit.start + len(wanted)),
            columns=columns.names,
            use_threads=False,
        )
        try:
            for batch in batches:
                for number in range(batch.num_rows):
                    record = {name: _value(batch.column(name)[number]) for name in columns.names}
                    yield {"position": position} | columns.document_of(record)
                    position += 1
        except (OSError, pa.ArrowException) as error:
            detail = f"the row group is damaged: {str(error).splitlines()[0]}; write the file anew"
            for missed in range(position, last):
                yield {"position": missed, "reason": "unreadable", "detail": detail}


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError:  # Arrow believes what a file says of its texts
        return cell.as_buffer().to_pybytes()
