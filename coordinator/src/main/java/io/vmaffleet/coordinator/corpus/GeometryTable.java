package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.task.ManifestGeometry;
import java.util.Optional;

/// The sidecar's geometry of each clip in plain arrays, since it is needed as long as there are tasks to send.
final class GeometryTable {
    private final int[] widths;
    private final int[] heights;
    private final double[] rates;
    private final byte[] depths;

    /// @param clips how many; none when there is no sidecar
    GeometryTable(Labels labels, int clips) {
        widths = new int[clips];
        heights = new int[clips];
        rates = new double[clips];
        depths = new byte[clips];
        for (int clip = 0; clip < clips; clip++) {
            put(clip, labels.geometry(clip));
        }
    }

    private void put(int clip, Optional<ManifestGeometry> known) {
        if (known.isPresent()) {
            ManifestGeometry geometry = known.get();
            widths[clip] = geometry.width();
            heights[clip] = geometry.height();
            rates[clip] = geometry.fps();
            depths[clip] = (byte) geometry.bitDepth();
        }
    }

    Optional<ManifestGeometry> of(int clip) {
        return clip >= widths.length || widths[clip] == 0
                ? Optional.empty()
                : Optional.of(new ManifestGeometry(widths[clip], heights[clip], rates[clip], depths[clip]));
    }
}
