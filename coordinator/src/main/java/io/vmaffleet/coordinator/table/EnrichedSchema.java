package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.task.Recipe.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/// Which columns a table has when it was given other labels: those that it had, in their order and types, and between
/// or behind them the labels that it had not.
final class EnrichedSchema {
    private final MessageType before;
    private final boolean own;
    private final Layout layout;

    /// @param before the table's columns
    /// @param own whether the table is this product's, so that new columns have a place of their own
    EnrichedSchema(Path table, MessageType before, boolean own, Layout layout) {
        this.before = before;
        this.own = own;
        this.layout = layout;
        for (Type column : before.getFields()) {
            if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
                throw new CorpusException(table + ": its column '" + column.getName()
                        + "' holds more than one value a row, which no table of features does; give another table");
            }
        }
        if (!before.containsField(TableSchema.CLIP_NAME)) {
            throw new CorpusException(table + ": has no column " + TableSchema.CLIP_NAME
                    + ", by which labels find their rows; give a table of this product or of the Python script");
        }
    }

    /// The labels that such a table may have.
    List<LabelColumn> labels() {
        List<LabelColumn> others = layout == Layout.CHUG ? LabelColumn.ofChug() : LabelColumn.ofTables();
        return Stream.concat(Stream.of(LabelColumn.MOS), others.stream()).toList();
    }

    /// @param clips of the table's rows; a label that none of them has makes no column
    List<EnrichedColumn> columns(LabelRevision revision, Iterable<String> clips) {
        List<EnrichedColumn> columns = new ArrayList<>();
        Map<String, LabelColumn> byKey =
                labels().stream().collect(Collectors.toMap(LabelColumn::key, Function.identity()));
        for (int place = 0; place < before.getFieldCount(); place++) {
            PrimitiveType type = before.getType(place).asPrimitiveType();
            Optional<LabelColumn> label = Optional.ofNullable(byKey.get(type.getName()));
            columns.add(label.isPresent() ? ofLabel(type, place, label.get(), revision, clips) : rest(type, place));
        }
        for (LabelColumn label : labels()) {
            if (!before.containsField(label.key()) && anyHas(revision, clips, label)) {
                columns.add(placeOf(label, columns), EnrichedColumn.label(typeOf(label), EnrichedColumn.NEW, label));
            }
        }
        return columns;
    }

    /// What pandas wrote where it knew no value has no type, and gets one with its first value.
    private static EnrichedColumn ofLabel(
            PrimitiveType type, int place, LabelColumn label, LabelRevision revision, Iterable<String> clips) {
        boolean typed = !(type.getLogicalTypeAnnotation() instanceof UnknownLogicalTypeAnnotation);
        return typed || !anyHas(revision, clips, label)
                ? EnrichedColumn.label(type, place, label)
                : EnrichedColumn.label(typeOf(label), EnrichedColumn.NEW, label);
    }

    private EnrichedColumn rest(PrimitiveType type, int place) {
        Optional<LabelColumn> ofReference =
                layout == Layout.CHUG ? TableLayout.labelOfReference(type.getName()) : Optional.empty();
        return ofReference
                .map(label -> new EnrichedColumn(type, place, Optional.of(label), true))
                .orElse(EnrichedColumn.measured(type, place));
    }

    /// Before the first label that comes later; at the end of another's table.
    private int placeOf(LabelColumn label, List<EnrichedColumn> columns) {
        List<LabelColumn> order = labels();
        for (int i = 0; own && i < columns.size(); i++) {
            EnrichedColumn column = columns.get(i);
            if (column.label()
                    .filter(other -> order.indexOf(other) > order.indexOf(label))
                    .isPresent()) {
                return i;
            }
        }
        return columns.size();
    }

    private static boolean anyHas(LabelRevision revision, Iterable<String> clips, LabelColumn label) {
        for (String clip : clips) {
            if (revision.value(label, clip).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static PrimitiveType typeOf(LabelColumn label) {
        TableSchema one = new TableSchema(List.of(new TableColumn(label.key(), label.type())));
        return RowWriteSupport.messageType(one).getType(0).asPrimitiveType();
    }
}
