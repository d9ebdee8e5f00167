package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.ClipsFolder.Listing;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which files of a folder are clips of a run, and what each is compared with. Immutable; safe for many threads.
final class ClipJoin {
    private final ClipList all;
    private final ClipList clips;
    private final int[] places;
    private final ClipList references;
    private final int[] referenceOf;
    private final List<Excluded> excluded;
    private final Tally leftAside;

    /// @param all files of the folder that could be clips
    /// @param clips those that get tasks
    /// @param places where each of them stands among all
    /// @param references that clips are compared with; none where they are compared with themselves
    /// @param referenceOf for each clip its reference's place among those
    /// @param excluded files that get no task
    /// @param leftAside files that are references and no clips
    private ClipJoin(
            ClipList all,
            ClipList clips,
            int[] places,
            ClipList references,
            int[] referenceOf,
            List<Excluded> excluded,
            Tally leftAside) {
        this.all = all;
        this.clips = clips;
        this.places = places;
        this.references = references;
        this.referenceOf = referenceOf;
        this.excluded = List.copyOf(excluded);
        this.leftAside = leftAside;
    }

    /// All of a listing that are within its limit, each compared with itself.
    static ClipJoin ofSelf(Listing listing) {
        return new ClipJoin(
                listing.all(),
                listing.all().first(listing.planned()),
                IntStream.range(0, listing.planned()).toArray(),
                new ClipList.Builder().build(),
                new int[0],
                listing.badNames(),
                new Tally(0, List.of()));
    }

    /// The clips of a listing that have a reference.
    ///
    /// @param limit how many at most, those counted that are left out
    /// @throws CorpusException if the pairs cannot be read
    static ClipJoin withReferences(
            Path folder, Listing listing, Sidecar sidecar, References request, OptionalInt limit) {
        return new Joining(folder, listing.all(), listing.badNames())
                .join(
                        request.pairs()
                                .map(PairsFile::read)
                                .map(pairs -> byPairs(listing.all(), pairs))
                                .orElseGet(() -> bySidecar(listing.all(), sidecar)),
                        request.withIdentity(),
                        limit.orElse(Integer.MAX_VALUE));
    }

    /// What is known of one file: its reference's name, or why it has none; neither where it is a reference itself.
    private sealed interface Found {
        record With(String reference) implements Found {}

        record Without(FailureReason reason, String detail) implements Found {}

        record IsReference() implements Found {}
    }

    private static List<Found> byPairs(ClipList all, Map<String, String> pairs) {
        Set<String> references = new HashSet<>(pairs.values());
        return IntStream.range(0, all.size())
                .mapToObj(all::name)
                .<Found>map(name -> {
                    String reference = pairs.get(name);
                    if (reference != null) {
                        return new Found.With(reference);
                    }
                    return references.contains(name)
                            ? new Found.IsReference()
                            : new Found.Without(
                                    FailureReason.REFERENCE_MISSING,
                                    "the pairs file names no reference for it; add a line for it, or leave it out");
                })
                .toList();
    }

    private static List<Found> bySidecar(ClipList all, Sidecar sidecar) {
        Map<String, List<String>> references = new HashMap<>();
        sidecar.strangeReferences().forEach((content, names) -> references.put(content, new ArrayList<>(names)));
        for (int clip = 0; clip < all.size(); clip++) {
            if (sidecar.isReference(clip)) {
                String name = all.name(clip);
                sidecar.content(clip)
                        .ifPresent(content -> references
                                .computeIfAbsent(content, _ -> new ArrayList<>())
                                .add(name));
            }
        }
        return IntStream.range(0, all.size())
                .<Found>mapToObj(clip -> {
                    if (sidecar.isReference(clip)) {
                        return new Found.IsReference();
                    }
                    Optional<String> content = sidecar.content(clip);
                    return content.<Found>map(name -> ofContent(name, references.getOrDefault(name, List.of())))
                            .orElseGet(() -> new Found.Without(
                                    FailureReason.CONTENT_UNKNOWN,
                                    "the sidecar does not say of which content it is (" + LabelColumn.CONTENT_NAME.key()
                                            + "), so that its reference cannot be found"));
                })
                .toList();
    }

    private static Found ofContent(String content, List<String> references) {
        return switch (references.size()) {
            case 0 ->
                new Found.Without(
                        FailureReason.REFERENCE_MISSING,
                        "the sidecar has no reference of its content '" + content + "'");
            case 1 -> new Found.With(references.getFirst());
            default ->
                new Found.Without(
                        FailureReason.REFERENCE_AMBIGUOUS,
                        "the sidecar has " + references.size() + " references of its content '" + content + "' ("
                                + String.join(", ", references.stream().sorted().toList()) + "); keep one of them");
        };
    }

    /// Goes through a folder's files once.
    private static final class Joining {
        private final Path folder;
        private final ClipList all;
        private final ClipList.Builder clips = new ClipList.Builder();
        private final List<Excluded> excluded;
        private final List<Integer> places = new ArrayList<>();
        private final List<String> referenceNames = new ArrayList<>();
        private final Map<String, OptionalLong> sizes = new TreeMap<>(ClipName::compare);
        private final Tally.Counter leftAside = new Tally.Counter();

        Joining(Path folder, ClipList all, List<Excluded> badNames) {
            this.folder = folder;
            this.all = all;
            this.excluded = new ArrayList<>(badNames);
        }

        ClipJoin join(List<Found> found, boolean withIdentity, int limit) {
            for (int clip = 0; clip < all.size() && places.size() + excluded.size() < limit; clip++) {
                switch (found.get(clip)) {
                    case Found.With(var reference) -> pair(clip, reference);
                    case Found.Without(var reason, var detail) -> exclude(clip, reason, detail);
                    case Found.IsReference() -> {
                        if (withIdentity) {
                            pair(clip, all.name(clip));
                        } else {
                            leftAside.add(all.name(clip));
                        }
                    }
                }
            }
            excluded.sort((a, b) -> ClipName.compare(a.name(), b.name()));
            ClipList.Builder references = new ClipList.Builder();
            sizes.forEach((name, size) -> size.ifPresent(bytes -> references.add(name, bytes)));
            ClipList list = references.build();
            return new ClipJoin(
                    all,
                    clips.build(),
                    places.stream().mapToInt(Integer::intValue).toArray(),
                    list,
                    referenceNames.stream()
                            .mapToInt(name -> list.indexOf(name).orElseThrow())
                            .toArray(),
                    excluded,
                    leftAside.tally());
        }

        private void pair(int clip, String reference) {
            if (sizes.computeIfAbsent(reference, this::size).isEmpty()) {
                exclude(
                        clip,
                        FailureReason.REFERENCE_FILE_MISSING,
                        "its reference " + reference + " is not in " + folder + "; was it removed, or never copied?");
                return;
            }
            clips.add(all.name(clip), all.sizeBytes(clip));
            places.add(clip);
            referenceNames.add(reference);
        }

        private void exclude(int clip, FailureReason reason, String detail) {
            excluded.add(new Excluded(all.name(clip), all.sizeBytes(clip), reason, detail));
        }

        /// A reference may be a file that the pattern does not match.
        private OptionalLong size(String name) {
            OptionalInt listed = all.indexOf(name);
            if (listed.isPresent()) {
                return OptionalLong.of(all.sizeBytes(listed.getAsInt()));
            }
            try {
                Path file = folder.resolve(name);
                return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }
    }

    ClipList all() {
        return all;
    }

    ClipList clips() {
        return clips;
    }

    /// Where a clip stands among all files.
    int place(int clip) {
        return places[clip];
    }

    boolean hasReferences() {
        return references.size() > 0;
    }

    boolean isReference(String name) {
        return references.indexOf(name).isPresent();
    }

    String referenceName(int clip) {
        return references.name(referenceOf[clip]);
    }

    long referenceBytes(int clip) {
        return references.sizeBytes(referenceOf[clip]);
    }

    /// In the order of their names.
    List<Excluded> excluded() {
        return excluded;
    }

    Tally leftAside() {
        return leftAside;
    }
}
