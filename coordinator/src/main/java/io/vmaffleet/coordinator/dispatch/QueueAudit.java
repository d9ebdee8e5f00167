package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.StreamView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the book with what the queue holds: a pure function. The book is copied first, then the queue is looked
/// at, then results are read to their end; a lost entry is one that all three lack.
///
/// @param missing entries of the book that the stream lacks: lost, if no result of them came meanwhile
/// @param orphans entries that nobody holds and nobody will be given: their consumer was deleted
/// @param strangers entry to clip name, of this run but not in the book: sent by an earlier life of the coordinator
public record QueueAudit(List<String> missing, List<String> orphans, Map<String, String> strangers) {
    public static QueueAudit of(Map<String, Integer> book, StreamView stream) {
        Set<String> held = new HashSet<>();
        for (PendingTask pending : stream.pending()) {
            held.add(pending.entry());
        }
        List<String> missing = new ArrayList<>();
        for (String entry : book.keySet()) {
            if (!stream.entries().containsKey(entry)) {
                missing.add(entry);
            }
        }
        List<String> orphans = new ArrayList<>();
        Map<String, String> strangers = new LinkedHashMap<>();
        stream.entries().forEach((entry, clip) -> {
            if (!held.contains(entry) && StreamView.compareIds(entry, stream.lastDelivered()) <= 0) {
                orphans.add(entry);
            } else if (!book.containsKey(entry)) {
                strangers.put(entry, clip);
            }
        });
        return new QueueAudit(missing, orphans, strangers);
    }
}
