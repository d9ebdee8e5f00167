package io.vmaffleet.coordinator.corpus;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Reads a CSV whose header names its columns, in any order and among others.
final class CsvTable {
    private final Path file;
    private final String what;
    private final List<String> needed;

    /// @param what the file is called in a sentence
    /// @param needed the columns that must be there
    CsvTable(Path file, String what, List<String> needed) {
        this.file = file;
        this.what = what;
        this.needed = needed;
    }

    /// The header's columns.
    final class Header {
        private final CsvRecord line;
        private final List<String> columns;

        private Header(CsvRecord line) {
            this.line = line;
            this.columns = line.getFields().stream().map(String::strip).toList();
        }

        /// The place of a column; empty when there is none.
        OptionalInt column(String name) {
            int first = columns.indexOf(name);
            if (first != columns.lastIndexOf(name)) {
                throw at(line, "has the column " + name + " twice; keep one of the two");
            }
            return first < 0 ? OptionalInt.empty() : OptionalInt.of(first);
        }

        /// The place of a column that must be there.
        int neededColumn(String name) {
            return column(name)
                    .orElseThrow(() -> at(
                            line,
                            "no column " + name + " (there are: " + String.join(", ", columns)
                                    + "); the header needs " + String.join(" and ", needed)
                                    + ", separated by commas"));
        }
    }

    /// What is done with the lines below the header, once that is known.
    interface Reading {
        Consumer<CsvRecord> below(Header header);
    }

    /// @throws CorpusException if it cannot be read, is no CSV, or a line has not as many fields as the header
    void read(Reading reading) {
        try (Reader text = Utf8Text.open(file);
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> lines = records.iterator();
            if (!lines.hasNext()) {
                throw CorpusException.at(
                        file, 1, "empty; " + what + " needs a header with " + String.join(",", needed));
            }
            Header header = new Header(lines.next());
            Consumer<CsvRecord> below = reading.below(header);
            while (lines.hasNext()) {
                CsvRecord line = lines.next();
                if (line.getFieldCount() != header.columns.size()) {
                    throw at(
                            line,
                            "has " + line.getFieldCount() + " fields where the header has " + header.columns.size()
                                    + "; mend or remove the line");
                }
                below.accept(line);
            }
        } catch (UncheckedIOException e) {
            throw Utf8Text.unreadable(file, what, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException cause) {
                throw Utf8Text.unreadable(file, what, cause);
            }
            throw new CorpusException(
                    file + ": not CSV (" + said(e) + "); save it as CSV with a header of " + String.join(",", needed),
                    e);
        } catch (IOException e) {
            throw Utf8Text.unreadable(file, what, e);
        }
    }

    CorpusException at(CsvRecord line, String problem) {
        return CorpusException.at(file, line.getStartingLineNumber(), problem);
    }

    private static String said(CsvParseException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
