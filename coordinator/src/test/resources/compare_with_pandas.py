"""Compares a table with what pandas makes of the same rows, as the Python script would have written them.

usage: compare_with_pandas.py TABLE ROWS.jsonl REFERENCE-TO-WRITE.parquet
"""

import json
import sys

import pandas as pd

table, rows, reference = sys.argv[1:]
ours = pd.read_parquet(table)
with open(rows, encoding="utf-8") as lines:
    frame = pd.DataFrame([json.loads(line) for line in lines], columns=list(ours.columns))
frame.to_parquet(reference, index=False)
doubles = frame.astype({"width": "float64", "is_hdr": "float64", "psnr_y_std": "float32"})
doubles.to_parquet(reference + ".doubles-zstd", index=False, compression="zstd")
frame.to_parquet(reference + ".gzip", index=False, compression="gzip")
theirs = pd.read_parquet(reference)

assert isinstance(ours.index, pd.RangeIndex), ours.index
pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
for name, dtype in ours.dtypes.items():
    print(name, dtype)
