package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.Labels;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// Joins a measured row with its labels and hands both to Parquet, column by column. NaN becomes null.
final class RowWriteSupport extends WriteSupport<ClipRow> {
    private final List<TableLayout.Column> layout;
    private final Labels labels;
    private final LongFunction<Map<String, String>> footer;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any row
    private RecordConsumer consumer;

    private long rows;

    /// @param footer the footer's key-values when the number of rows is known
    RowWriteSupport(List<TableLayout.Column> layout, Labels labels, LongFunction<Map<String, String>> footer) {
        this.layout = layout;
        this.labels = labels;
        this.footer = footer;
    }

    /// Every column may be null, as pandas writes it.
    static MessageType messageType(TableSchema schema) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (TableColumn column : schema.columns()) {
            switch (column.type()) {
                case TEXT ->
                    message.optional(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(column.name());
                case WHOLE -> message.optional(PrimitiveTypeName.INT64).named(column.name());
                case REAL -> message.optional(PrimitiveTypeName.DOUBLE).named(column.name());
                case TRUTH -> message.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            }
        }
        return message.named("schema");
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(messageType(TableSchema.of(layout)), Map.of());
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
    public void write(ClipRow row) {
        consumer.startMessage();
        for (int i = 0; i < layout.size(); i++) {
            TableColumn column = layout.get(i).column();
            Object cell = layout.get(i).cell().of(row, labels);
            if (cell != null && !cell.equals(Double.NaN)) {
                consumer.startField(column.name(), i);
                put(column, cell);
                consumer.endField(column.name(), i);
            }
        }
        consumer.endMessage();
        rows++;
    }

    private void put(TableColumn column, Object cell) {
        switch (column.type()) {
            case TEXT -> consumer.addBinary(Binary.fromString((String) cell));
            case WHOLE -> consumer.addLong((Long) cell);
            case REAL -> consumer.addDouble((Double) cell);
            case TRUTH -> consumer.addBoolean((Boolean) cell);
        }
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
        return new FinalizedWriteContext(footer.apply(rows));
    }
}
