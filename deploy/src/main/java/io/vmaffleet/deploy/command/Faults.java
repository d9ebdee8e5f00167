package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.FleetUnavailableException;
import io.vmaffleet.coordinator.RunRefusedException;
import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.export.ExportRefusedException;
import io.vmaffleet.coordinator.ledger.ForeignLedgerException;
import io.vmaffleet.coordinator.ledger.LedgerHeldException;
import io.vmaffleet.coordinator.ledger.UnusableOutputException;
import io.vmaffleet.deploy.local.EmbeddedRedisException;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.QueueUnsuitableException;
import io.vmaffleet.worker.WorkerUnfitException;
import io.vmaffleet.worker.decode.DecoderUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What an exception that ends a command means to the one who typed it.
final class Faults {
    private Faults() {}

    static ExitCode exitCode(Throwable fault) {
        return switch (fault) {
            case CommandException command -> command.exitCode();
            case CorpusException _, RunRefusedException _, ExportRefusedException _ -> ExitCode.USAGE;
            case LedgerHeldException _, UnusableOutputException _, ForeignLedgerException _ -> ExitCode.USAGE;
            default -> ExitCode.ENVIRONMENT;
        };
    }

    static String sentence(Throwable fault) {
        return switch (fault) {
            case CommandException e -> said(e);
            case CorpusException e -> said(e);
            case RunRefusedException e -> said(e);
            case ExportRefusedException e -> said(e);
            case FleetUnavailableException e -> said(e);
            case WorkerUnfitException e -> said(e);
            case DecoderUnavailableException e -> said(e);
            case EmbeddedRedisException e -> said(e);
            case QueueUnsuitableException e -> said(e);
            case QueueUnavailableException e -> said(e);
            case UncheckedIOException e -> said(e);
            case IOException e ->
                e.getClass().getPackageName().startsWith("java.") && e.getClass() != IOException.class
                        ? e.toString()
                        : said(e);
            default ->
                "a fault of vmaf-fleet's own ended the command (" + fault
                        + "): set VMAF_FLEET_TRACE=1 and report what it then shows";
        };
    }

    private static String said(Throwable fault) {
        return Typed.in(String.valueOf(fault.getMessage()));
    }
}
