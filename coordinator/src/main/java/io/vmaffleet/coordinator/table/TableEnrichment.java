package io.vmaffleet.coordinator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// Gives a finished table other labels without extracting: what was measured, the order of rows and columns and their
/// types stay. Its memory is that of one row group and the labels.
public final class TableEnrichment {
    /// Arrow's own notes on the columns; where it finds fewer columns there than in the table it reads amiss.
    private static final String ARROW = "ARROW:schema";

    private final TablePlacement placement;

    public TableEnrichment() {
        this(TableFiles.onDisk());
    }

    TableEnrichment(TableFiles files) {
        this.placement = new TablePlacement(
                files, "the table that was read is as it was; make room or mend the disk, then start again");
    }

    /// What is to be known of a table before its rows are read.
    private record Before(MessageType schema, Map<String, String> footer, boolean own, Layout layout) {}

    /// Writes a table with other labels. `output` may be the table itself; a failure leaves it as it was.
    ///
    /// @throws IOException if the table cannot be read, or the new one not be written
    /// @throws CorpusException if the labels cannot be read, or do not fit the table
    public Enrichment write(Path table, Path output, LabelRevision.Source source) throws IOException {
        Before before = before(table);
        EnrichedSchema schema = new EnrichedSchema(table, before.schema(), before.own(), before.layout());
        NavigableSet<ClipName> clips = new TreeSet<>();
        NavigableSet<ClipName> references = new TreeSet<>();
        readNames(table, before.schema(), clips, references);
        references.addAll(clips);
        LabelRevision revision = LabelRevision.read(source, references, before.layout());
        if (clips.stream().map(ClipName::value).noneMatch(revision::isNamed)) {
            throw new CorpusException(source.scores().or(source::sidecar).orElseThrow()
                    + ": not one of its names is a clip of " + table
                    + (clips.isEmpty() ? "" : ", which has '" + clips.first() + "'")
                    + "; give the labels of these clips, by their file names");
        }
        List<EnrichedColumn> columns = schema.columns(
                revision, () -> clips.stream().map(ClipName::value).iterator());
        EnrichedRows rows = new EnrichedRows(
                table,
                before.schema().getName(),
                columns,
                revision,
                footer(before, columns, revision, schema.labels()));
        long count = placement.put(
                output.toAbsolutePath(), Beside.of(output, "tmp"), file -> copy(table, before.schema(), file, rows));
        return new Enrichment(
                count,
                rows.changes(),
                Tally.of(clips.stream()
                        .map(ClipName::value)
                        .filter(clip -> !revision.isLabelled(clip))
                        .toList()),
                Tally.of(revision.scoresWithoutRow()),
                Tally.of(revision.sidecarWithoutRow()));
    }

    private static Before before(Path table) throws IOException {
        try (ParquetFileReader reader = TableFile.open(table)) {
            Map<String, String> footer = reader.getFileMetaData().getKeyValueMetaData();
            boolean own = TableSchema.VERSION.equals(footer.get(FooterEntries.SCHEMA));
            Optional<Recipe> recipe = own ? TableFile.recipe(table) : Optional.empty();
            return new Before(
                    reader.getFileMetaData().getSchema(),
                    footer,
                    own,
                    recipe.map(Recipe::layout).orElse(Layout.CLIPS));
        }
    }

    private static void readNames(
            Path table, MessageType schema, NavigableSet<ClipName> clips, NavigableSet<ClipName> references)
            throws IOException {
        List<String> wanted = new ArrayList<>(List.of(TableSchema.CLIP_NAME));
        if (schema.containsField(PairColumns.reference().name())) {
            wanted.add(PairColumns.reference().name());
        }
        TableFile.scan(table, wanted, Function.identity(), row -> {
            clips.add(new ClipName(row.getString(TableSchema.CLIP_NAME, 0)));
            PairColumns.reference(TableFile.cells(row)).map(ClipName::new).ifPresent(references::add);
        });
    }

    private long copy(Path table, MessageType schema, Path file, EnrichedRows rows) throws IOException {
        List<String> all = schema.getFields().stream().map(Type::getName).toList();
        long[] count = {0};
        try (ParquetWriter<Group> writer = placement.open(file, rows)) {
            TableFile.scan(table, all, Function.<Group>identity(), row -> {
                write(writer, row);
                count[0]++;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return count[0];
    }

    private static void write(ParquetWriter<Group> writer, Group row) {
        try {
            writer.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The entries that were there, with what concerns labels and columns as it is now.
    private static Map<String, String> footer(
            Before before, List<EnrichedColumn> columns, LabelRevision revision, List<LabelColumn> labels) {
        Map<String, String> footer = new LinkedHashMap<>(before.footer());
        for (String digest : List.of(FooterEntries.LABELS_DIGEST, FooterEntries.CORPUS_DIGEST)) {
            footer.computeIfPresent(digest, (_, old) -> revision.digest(old, labels));
        }
        if (columns.stream().anyMatch(EnrichedColumn::isNew)) {
            footer.remove(ARROW);
            footer.computeIfPresent(FooterEntries.PANDAS, (_, old) -> pandas(old, columns));
        }
        return footer;
    }

    /// What pandas is told of the columns, those that are new among them; what it cannot read stays as it is.
    private static String pandas(String old, List<EnrichedColumn> columns) {
        try {
            ObjectNode pandas = Json.readObject(old);
            Map<String, JsonNode> known = new LinkedHashMap<>();
            pandas.path("columns")
                    .forEach(column -> known.put(column.path("field_name").asText(), column));
            ArrayNode told = pandas.putArray("columns");
            for (EnrichedColumn column : columns) {
                String name = column.type().getName();
                JsonNode entry = known.remove(name);
                if (column.isNew() && column.label().isPresent()) {
                    told.add(FooterEntries.pandas(
                            new TableColumn(name, column.label().get().type())));
                } else if (entry != null) {
                    told.add(entry);
                }
            }
            known.values().forEach(told::add);
            return Json.write(pandas);
        } catch (WireFormatException e) {
            return old;
        }
    }
}
