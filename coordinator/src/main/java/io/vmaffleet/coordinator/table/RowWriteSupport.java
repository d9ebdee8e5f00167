package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.Labels;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.Recipe;
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
    private final TableSchema schema;
    private final Recipe recipe;
    private final Labels labels;
    private final LongFunction<Map<String, String>> footer;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any row
    private RecordConsumer consumer;

    private int column;
    private long rows;

    /// @param footer the footer's key-values when the number of rows is known
    RowWriteSupport(TableSchema schema, Recipe recipe, Labels labels, LongFunction<Map<String, String>> footer) {
        this.schema = schema;
        this.recipe = recipe;
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
        return new WriteContext(messageType(schema), Map.of());
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
    public void write(ClipRow clipRow) {
        FeatureRow row = clipRow.row();
        column = 0;
        consumer.startMessage();
        text(clipRow.name());
        real(labels.mos(clipRow.clip()));
        whole(row.width());
        whole(row.height());
        real(row.fps());
        truth(row.isHdr());
        real(row.motionFpsWeight());
        if (recipe.namesModel()) {
            text(recipe.model());
        }
        for (FeatureColumn feature : recipe.columns()) {
            real(row.value(feature));
        }
        for (LabelColumn label : schema.labels()) {
            label(label, clipRow.clip());
        }
        consumer.endMessage();
        rows++;
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
        return new FinalizedWriteContext(footer.apply(rows));
    }

    private void label(LabelColumn label, int clip) {
        Object value = labels.value(label, clip).orElse(null);
        switch (value) {
            case null -> column++;
            case String text -> text(text);
            case Long whole -> whole(whole);
            case Double real -> real(real);
            default -> throw new IllegalStateException(label + " holds a " + value.getClass());
        }
    }

    private void text(String value) {
        String field = start(ColumnType.TEXT);
        consumer.addBinary(Binary.fromString(value));
        end(field);
    }

    private void whole(long value) {
        String field = start(ColumnType.WHOLE);
        consumer.addLong(value);
        end(field);
    }

    private void truth(boolean value) {
        String field = start(ColumnType.TRUTH);
        consumer.addBoolean(value);
        end(field);
    }

    private void real(double value) {
        if (Double.isNaN(value)) {
            column++;
            return;
        }
        String field = start(ColumnType.REAL);
        consumer.addDouble(value);
        end(field);
    }

    private String start(ColumnType type) {
        TableColumn next = schema.columns().get(column);
        if (next.type() != type) {
            throw new IllegalStateException("a value of type " + type + " for column " + next);
        }
        consumer.startField(next.name(), column);
        return next.name();
    }

    private void end(String field) {
        consumer.endField(field, column);
        column++;
    }
}
