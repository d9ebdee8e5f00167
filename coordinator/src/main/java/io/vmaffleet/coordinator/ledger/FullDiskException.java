package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// The disk has too little room for what is to be written.
public final class FullDiskException extends IOException {
    private static final long serialVersionUID = 1;

    private static final long MEBIBYTE = 1 << 20;

    FullDiskException(Path output, long neededBytes, long freeBytes) {
        super("the disk of " + output + " has " + freeBytes / MEBIBYTE + " MiB free where about "
                + (neededBytes / MEBIBYTE + 1) + " MiB are needed: make room, then start again");
    }
}
