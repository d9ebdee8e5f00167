package io.vmaffleet.feature;

/// What the luma of a clip's pictures looks like by itself, as CHUG's tables have it: means over up to eight frames
/// spread evenly over the clip, of luma as a fraction of its largest value.
///
/// @param std standard deviation of luma
/// @param laplacianVariance variance of the four-neighbour Laplacian, over the interior: sharpness
/// @param highFrequency half of the sum of mean absolute differences to the right and downwards
/// @param laplacianMad 1.4826 times the median absolute deviation of the Laplacian from its median: noise
public record LumaSignals(double std, double laplacianVariance, double highFrequency, double laplacianMad) {}
