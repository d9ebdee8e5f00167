package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.dispatch.BookView;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.ClipPage;
import io.vmaffleet.coordinator.status.ClipPages;
import io.vmaffleet.coordinator.status.ClipRow;
import io.vmaffleet.coordinator.status.ShownState;
import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The clips of the plan for the status server, a page at a time, as the board last showed them. For any thread.
final class PlanPages implements ClipPages {
    private final Plan plan;
    private final RunBoard board;
    private final RunLedger ledger;

    PlanPages(Plan plan, RunBoard board, RunLedger ledger) {
        this.plan = plan;
        this.board = board;
        this.ledger = ledger;
    }

    @Override
    public ClipPage page(long offset, int limit, Optional<ShownState> wanted) {
        BookView book = board.book();
        List<ClipRow> rows = new ArrayList<>();
        long matching = 0;
        for (int clip = 0; clip < book.clips(); clip++) {
            ShownState state = board.shown(book, clip);
            if (wanted.isEmpty() || wanted.get() == state) {
                if (matching >= offset && rows.size() < limit) {
                    rows.add(row(clip, state, book.reason(clip)));
                }
                matching++;
            }
        }
        for (var file : plan.excluded()) {
            ShownState state = file.isLeftOut() ? ShownState.LEFT_OUT : ShownState.FAILED;
            if (wanted.isEmpty() || wanted.get() == state) {
                if (matching >= offset && rows.size() < limit) {
                    rows.add(new ClipRow(file.name(), state, Optional.of(file.reason()), 0));
                }
                matching++;
            }
        }
        return new ClipPage(matching, rows);
    }

    private ClipRow row(int clip, ShownState state, Optional<FailureReason> reason) {
        try {
            int attempts = state == ShownState.WAITING
                    ? 0
                    : ledger.history(plan.name(clip)).size();
            return new ClipRow(plan.name(clip).value(), state, reason, attempts + (state == ShownState.DONE ? 1 : 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
