package io.vmaffleet.coordinator.corpus;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.vmaffleet.task.ClipName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads pairs: a CSV with a header, columns `video_name` and `reference_name`, both names of files of the clips'
/// folder.
final class PairsFile {
    private static final String NAME = "video_name";
    private static final String REFERENCE = "reference_name";

    private PairsFile() {}

    /// The name of the reference by the name of the clip, for every clip that is named.
    ///
    /// @throws CorpusException if it cannot be read, or a clip has two references
    static Map<String, String> read(Path file) {
        CsvTable csv = new CsvTable(file, "the pairs file", List.of(NAME, REFERENCE));
        Map<String, String> pairs = new LinkedHashMap<>();
        csv.read(header -> {
            int name = header.neededColumn(NAME);
            int reference = header.neededColumn(REFERENCE);
            return line -> {
                String clip = name(csv, line, name, NAME);
                if (pairs.putIfAbsent(clip, name(csv, line, reference, REFERENCE)) != null) {
                    throw csv.at(line, "'" + clip + "' has a line already; keep one of the two");
                }
            };
        });
        return pairs;
    }

    private static String name(CsvTable csv, CsvRecord line, int column, String what) {
        String name = line.getField(column);
        if (!ClipName.isUsable(name)) {
            throw csv.at(
                    line, "'" + name + "' is no " + what + "; give the name of a file of the clips' folder, no path");
        }
        return name;
    }
}
