package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A number for each clip: its index in the plan, or, for one that is not in it, the next free one. What is known of
/// a million clips then lies in plain arrays.
final class ClipIds {
    private final List<ClipName> planned;
    /// Open addressing over the plan's names, at most half full; -1 where there is none.
    private final int[] slots;
    private final Map<String, Integer> others = new HashMap<>();
    private final List<String> otherNames = new ArrayList<>();

    ClipIds(List<ClipName> planned) {
        this.planned = planned;
        this.slots = new int[Integer.highestOneBit(Math.max(planned.size(), 1)) * 4];
        Arrays.fill(slots, -1);
        for (int id = 0; id < planned.size(); id++) {
            String name = planned.get(id).value();
            int slot = slotOf(name);
            if (slots[slot] >= 0) {
                throw new IllegalArgumentException("the plan has two clips named " + name);
            }
            slots[slot] = id;
        }
    }

    /// The clip's number, or -1 if it has none.
    int find(String name) {
        int id = slots[slotOf(name)];
        return id >= 0 ? id : others.getOrDefault(name, -1);
    }

    int findOrAdd(String name) {
        int id = find(name);
        if (id >= 0) {
            return id;
        }
        int added = count();
        others.put(name, added);
        otherNames.add(name);
        return added;
    }

    String name(int id) {
        return isPlanned(id) ? planned.get(id).value() : otherNames.get(id - planned.size());
    }

    boolean isPlanned(int id) {
        return id < planned.size();
    }

    int count() {
        return planned.size() + otherNames.size();
    }

    private int slotOf(String name) {
        int hash = name.hashCode();
        int slot = (((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 1) & (slots.length - 1);
        while (slots[slot] >= 0 && !planned.get(slots[slot]).value().equals(name)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
