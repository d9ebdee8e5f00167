package io.vmaffleet.worker.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an engine says on standard error: so many lines of each attempt go to the log, and the few that may explain
/// its death are kept. Safe for many threads.
final class EngineOutput {
    private static final Logger LOG = LoggerFactory.getLogger(EngineOutput.class);
    private static final int KEPT_LINES = 6;
    private static final int MAX_LINE_CHARS = 300;
    private static final int MAX_EXPLANATION_CHARS = 1000;

    private final String engine;
    private final int linesLogged;
    private final List<String> crashHead = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private int lines;

    EngineOutput(String engine, int linesLogged) {
        this.engine = engine;
        this.linesLogged = linesLogged;
    }

    /// Reads to the stream's end.
    void follow(InputStream stderr) {
        try (Reader reader = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    add(line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE_CHARS) {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                add(line.toString());
            }
        } catch (IOException e) {
            LOG.debug("{}: its standard error ended: {}", engine, e.getMessage());
        }
    }

    synchronized void newAttempt() {
        lines = 0;
        crashHead.clear();
        last.clear();
    }

    synchronized void add(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.equals("#")) {
            return;
        }
        lines++;
        if (lines <= linesLogged) {
            LOG.info("{}: {}", engine, text);
        } else if (lines == linesLogged + 1) {
            LOG.info("{}: further lines of this attempt are not shown", engine);
        }
        // the JVM's crash report begins with a summary behind hashes and goes on for hundreds of lines
        if (text.startsWith("# ") && crashHead.size() < KEPT_LINES) {
            crashHead.add(text.substring(2).strip());
        }
        last.addLast(text);
        if (last.size() > KEPT_LINES) {
            last.removeFirst();
        }
    }

    /// The lines that may say why the engine died, in one; empty when it said nothing.
    synchronized String explanation() {
        String text = (crashHead.isEmpty() ? last : crashHead).stream().collect(Collectors.joining(" | "));
        return text.length() <= MAX_EXPLANATION_CHARS ? text : text.substring(0, MAX_EXPLANATION_CHARS) + "...";
    }
}
