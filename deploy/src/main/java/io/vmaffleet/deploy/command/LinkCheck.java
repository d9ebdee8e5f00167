package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Local slots read below their roots only, so a clip that is a link out of them would fail: better said at the start.
final class LinkCheck {
    private LinkCheck() {}

    /// Looks at the links among the clips; a link that leads nowhere is a clip that will fail and no matter here.
    ///
    /// @param roots absolute, beside the clips folder itself
    /// @throws CommandException naming the first clip that leads out of all roots, and its target
    static void require(Path clips, String pattern, List<String> roots) throws IOException {
        if (!Files.isDirectory(clips)) {
            return;
        }
        List<Path> real = new ArrayList<>(List.of(clips.toRealPath()));
        for (String root : roots) {
            real.add(Path.of(root.substring(root.indexOf("=/") + 1)).toRealPath());
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(clips, pattern)) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && Files.exists(file)) {
                    Path target = file.toRealPath();
                    if (real.stream().noneMatch(target::startsWith)) {
                        throw CommandException.usage(file + " is a link to " + target + ", outside of the clips folder:"
                                + " allow that folder by --root " + target.resolveSibling(""));
                    }
                }
            }
        }
    }
}
