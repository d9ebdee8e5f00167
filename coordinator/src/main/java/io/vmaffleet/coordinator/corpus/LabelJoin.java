package io.vmaffleet.coordinator.corpus;

/// How scores and clips fit together.
///
/// @param scored clips of the plan that have a score
/// @param clipsWithoutScore clips of the plan that have none: rows with a null `mos`
/// @param scoresWithoutClip names in the scores for which the folder has no clip: no row
/// @param sidecarWithoutClip names in the sidecar for which the folder has no clip
public record LabelJoin(int scored, Tally clipsWithoutScore, Tally scoresWithoutClip, Tally sidecarWithoutClip) {}
