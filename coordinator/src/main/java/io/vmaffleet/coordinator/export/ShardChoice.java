package io.vmaffleet.coordinator.export;

import java.util.HashMap;
import java.util.Map;

/// Which shard a row belongs to. Contents are dealt out one by one, in the order in which the table first names them,
/// and all rows of a content go where its first went; it follows from the table alone.
final class ShardChoice {
    private final int shards;
    private final Map<String, Integer> ofContents = new HashMap<>();
    private long contents;

    ShardChoice(int shards) {
        this.shards = shards;
    }

    int shardOf(Map<String, Object> row) {
        return Contents.of(row)
                .map(content -> ofContents.computeIfAbsent(content, _ -> next()))
                .orElseGet(this::next);
    }

    private int next() {
        return (int) (contents++ % shards);
    }

    /// How many there were so far.
    long contents() {
        return contents;
    }
}
