"""Writes a table as the Python script has it, by pandas, with all that a label column may turn out to be there; or
compares such a table with the same one enriched.

usage: foreign_table.py write TABLE | foreign_table.py compare TABLE ENRICHED
"""

import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq


def table():
    return pd.DataFrame(
        {
            "clip_name": ["b.mp4", "a.mp4", "c.mp4"],
            "mos": [3.5, np.nan, 2.0],
            "width": np.array([640, 640, 320], dtype="int64"),
            "fps": [25.0, 30000 / 1001, 60.0],
            "is_hdr": [True, False, False],
            "teacher_model": ["vmaf_v0.6.1"] * 3,
            "adm2_mean": [0.1 + 0.2, -0.0, 5e-324],
            "adm2_std": [np.nan, 1 / 3, np.inf],
            "chug_ref": [0.0, np.nan, 1.0],
            "chug_name": [None, "old", "kept"],
            "chug_content_name": [None, None, None],
            "chug_height_manifest": np.array([360, 360, 240], dtype="int32"),
            "chug_orientation": [None, None, None],
            "remark": ["x", None, "z"],
        }
    )


if sys.argv[1] == "write":
    table().to_parquet(sys.argv[2], index=False)
    table().drop(columns="clip_name").to_parquet(sys.argv[2] + ".nameless", index=False)
    table().assign(remark=[[1], [2, 3], []]).to_parquet(sys.argv[2] + ".lists", index=False)
    sys.exit()

before = pd.read_parquet(sys.argv[2])
after = pd.read_parquet(sys.argv[3])
new = ["mos_raw_0_100", "chug_video_id", "split", "chug_split_key", "chug_split_policy"]
assert list(after.columns) == list(before.columns) + new, list(after.columns)
changed = {"mos", "chug_ref", "chug_name", "chug_content_name", "chug_height_manifest"}
for column in before.columns:
    if column != "chug_content_name":
        assert before[column].dtype == after[column].dtype, column
    if column not in changed:
        pd.testing.assert_series_equal(before[column], after[column], check_exact=True)
        if before[column].dtype == "float64":
            assert before[column].to_numpy().tobytes() == after[column].to_numpy().tobytes(), column
assert isinstance(after.index, pd.RangeIndex), after.index
assert after["mos"].tolist() == [3.5, 4.0, 1.5]
assert after["chug_ref"].tolist() == [1.0, 0.0, 1.0]
assert after["chug_name"].tolist()[1:] == ["new", "kept"] and after["chug_name"].isna()[0]
assert after["chug_content_name"].tolist()[:2] == ["two", "one"]
assert after["chug_height_manifest"].tolist() == [360, 720, 240]
assert after["mos_raw_0_100"].tolist()[1] == 75.0
assert after["split"].tolist()[:2] == ["val", "train"], after["split"].tolist()
assert pq.ParquetFile(sys.argv[3]).schema_arrow.field("chug_height_manifest").type == "int32"
