package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.table.Enrichment.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Hands a table's rows to Parquet again, with labels in place of those that are revised, and counts what changed.
final class EnrichedRows extends WriteSupport<Group> {
    private final Path table;
    private final MessageType schema;
    private final List<EnrichedColumn> columns;
    private final LabelRevision revision;
    private final Map<String, String> footer;
    private final long[] added;
    private final long[] corrected;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any row
    private RecordConsumer consumer;

    EnrichedRows(
            Path table,
            String schemaName,
            List<EnrichedColumn> columns,
            LabelRevision revision,
            Map<String, String> footer) {
        this.table = table;
        this.schema = new MessageType(
                schemaName, columns.stream().<Type>map(EnrichedColumn::type).toList());
        this.columns = columns;
        this.revision = revision;
        this.footer = footer;
        this.added = new long[columns.size()];
        this.corrected = new long[columns.size()];
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isNew() || added[i] + corrected[i] > 0) {
                changes.add(new Change(
                        columns.get(i).type().getName(), columns.get(i).isNew(), added[i], corrected[i]));
            }
        }
        return changes;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, footer);
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("tables are written without Hadoop");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Group row) {
        consumer.startMessage();
        for (int i = 0; i < columns.size(); i++) {
            EnrichedColumn column = columns.get(i);
            String name = column.type().getName();
            Object value = revised(column, row);
            if (value != null) {
                count(i, row, value);
                consumer.startField(name, i);
                put(value);
                consumer.endField(name, i);
            } else if (column.isFilledIn(row)) {
                consumer.startField(name, i);
                row.writeValue(column.place(), 0, consumer);
                consumer.endField(name, i);
            }
        }
        consumer.endMessage();
    }

    /// What is said anew of a row; null where nothing is.
    private @Nullable Object revised(EnrichedColumn column, Group row) {
        if (column.label().isEmpty()) {
            return null;
        }
        LabelColumn label = column.label().get();
        Optional<String> clip = column.ofReference()
                ? PairColumns.reference(TableFile.cells(row))
                : Optional.of(row.getString(TableSchema.CLIP_NAME, 0));
        Optional<Object> value = clip.flatMap(name -> revision.value(label, name));
        if (value.isEmpty()) {
            return null;
        }
        Object fitting = column.fitting(value.get());
        if (fitting == null) {
            throw new CorpusException(table + ": its column '" + column.type().getName() + "' has the type "
                    + column.type().getPrimitiveTypeName() + ", and the labels say '" + value.get() + "' of '"
                    + clip.orElse("") + "'; mend that label, or write the table with that column as another type");
        }
        return fitting;
    }

    private void count(int column, Group row, Object value) {
        if (!columns.get(column).isFilledIn(row)) {
            added[column]++;
        } else if (!value.equals(columns.get(column).cell(row))) {
            corrected[column]++;
        }
    }

    private void put(Object value) {
        switch (value) {
            case String text -> consumer.addBinary(Binary.fromString(text));
            case Long whole -> consumer.addLong(whole);
            case Integer whole -> consumer.addInteger(whole);
            case Double real -> consumer.addDouble(real);
            case Float real -> consumer.addFloat(real);
            case Boolean truth -> consumer.addBoolean(truth);
            default -> throw new IllegalStateException("a label of " + value.getClass());
        }
    }
}
