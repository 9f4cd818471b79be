"""What the linear heads share: how their weights are kept, and scores as shares.

A head's file holds half-precision arrays beside a format number; a file that is missing, damaged
or of another format is no head, and the rules then stand alone.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def kept_arrays(path: Path, file_format: int) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file, numbers in 32 bits; None when it cannot be read or is of another format."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            if int(stored["format"]) != file_format:
                return None
            return {name: _widened(stored[name]) for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def keep_arrays(path: Path, file_format: int, **arrays: NDArray[Any]) -> None:
    """Write the arrays, numbers in half precision."""
    import numpy as np

    halves = {
        name: values.astype(np.float16) if values.dtype.kind == "f" else values
        for name, values in arrays.items()
    }
    np.savez_compressed(path, allow_pickle=False, format=np.int64(file_format), **halves)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores as shares that sum to 1 along the last axis."""
    import numpy as np

    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _widened(values: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return values.astype(np.float32) if values.dtype.kind == "f" else values
