package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.ReferenceClip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A corpus as it was found and checked: its clips in corpus order, how they join with their labels, and what is odd.
/// Labels are not kept; [#readLabels] reads them anew. Immutable; safe for many threads.
public final class Corpus {
    private final CorpusRequest request;
    private final Path folder;
    private final ClipJoin clips;
    private final Tally otherCase;
    private final Tally notFiles;
    private final LabelJoin join;
    private final GeometryTable geometries;
    private final String labelsDigest;
    private final double[] scores;

    private Corpus(CorpusRequest request, Path folder, ClipJoin clips, ClipsFolder.Listing listing, Labels labels) {
        this.request = request;
        this.folder = folder;
        this.clips = clips;
        this.otherCase = Tally.of(listing.otherCase());
        this.notFiles = Tally.of(listing.notFiles());
        this.join = join(labels, clips);
        this.geometries = new GeometryTable(
                labels, labels.hasSidecarLines() ? clips.clips().size() : 0);
        this.labelsDigest = labels.digest();
        this.scores = IntStream.range(0, clips.clips().size())
                .mapToDouble(labels::mos)
                .toArray();
    }

    /// Reads and checks a corpus.
    ///
    /// @throws CorpusException if it cannot be used as it is
    public static Corpus read(CorpusRequest request) {
        boolean paired = request.references().isPresent();
        if (request.metadata().isEmpty()
                && request.references()
                        .filter(references -> references.pairs().isEmpty())
                        .isPresent()) {
            throw new CorpusException(
                    request.clipsDir() + ": nothing says with which references its clips are compared;"
                            + " give --pairs P.csv, or a sidecar that names them (--metadata-jsonl)");
        }
        ClipsFolder.Listing listing = ClipsFolder.of(request).list(paired ? OptionalInt.empty() : request.limit());
        Path folder = realPath(request.clipsDir());
        // Joined with every file of the folder, so that a limit makes no label look lost.
        Sidecar sidecar = readSidecar(request, listing.all());
        Scores scores = readScores(request, sidecar, listing.all());
        ClipJoin clips = request.references()
                .map(references -> ClipJoin.withReferences(folder, listing, sidecar, references, request.limit()))
                .orElseGet(() -> ClipJoin.ofSelf(listing));
        Labels labels = new Labels(scores, sidecar, clips, request.layout());
        if (listing.all().size() > 0 && !labels.anyNamed()) {
            throw new CorpusException(scoresFile(request) + ": not one of its names is a clip of " + request.clipsDir()
                    + " (the scores name " + orNothing(labels.withoutClips()) + ", the folder has '"
                    + listing.all().name(0) + "'); give the scores of this corpus, with the clips' file names");
        }
        if (paired && clips.clips().size() == 0) {
            throw new CorpusException(
                    request.clipsDir() + ": not one of its " + listing.all().size() + " files has a reference"
                            + firstExcluded(clips) + "; name references in the sidecar or by --pairs");
        }
        return new Corpus(request, folder, clips, listing, labels);
    }

    /// The labels of this corpus' clips, read anew: scores may be corrected while a run goes on.
    ///
    /// @throws CorpusException if they can no longer be read, or no longer fit the clips at all
    public Labels readLabels() {
        Sidecar sidecar = readSidecar(request, clips.all());
        Labels labels = new Labels(readScores(request, sidecar, clips.all()), sidecar, clips, request.layout());
        if (join.scored() > 0 && !labels.anyNamed()) {
            throw new CorpusException(scoresFile(request) + ": not one of its names is a clip of this run any more;"
                    + " put the scores of this corpus back and resume");
        }
        return labels;
    }

    public CorpusRequest request() {
        return request;
    }

    /// The clips' folder, absolute and without links.
    public Path folder() {
        return folder;
    }

    public ClipList clips() {
        return clips.clips();
    }

    /// What a clip is compared with; empty where that is the clip itself.
    public Optional<ReferenceClip> reference(int clip) {
        return clips.hasReferences()
                ? Optional.of(new ReferenceClip(
                        new ClipName(clips.referenceName(clip)),
                        folder.resolve(clips.referenceName(clip)).toString(),
                        clips.referenceBytes(clip)))
                : Optional.empty();
    }

    /// A clip's score as it was when the corpus was read; NaN where it has none.
    public double mos(int clip) {
        return scores[clip];
    }

    /// Files within the limit that get no task.
    public List<Excluded> excluded() {
        return clips.excluded();
    }

    /// Files that would match the pattern in another case (`.MP4`): they are not clips of this corpus.
    public Tally otherCase() {
        return otherCase;
    }

    public LabelJoin join() {
        return join;
    }

    /// What the sidecar says of a clip's geometry, when it says all of it.
    public Optional<ManifestGeometry> geometry(int clip) {
        return geometries.of(clip);
    }

    /// The digest of the names, in corpus order, and then of those that are excluded.
    public String clipListDigest() {
        return clipListDigest(clips.clips().size() + clips.excluded().size());
    }

    /// The digest of a plan with this limit.
    public String clipListDigest(int limit) {
        ClipListDigest digest = new ClipListDigest();
        List<String> excluded = new ArrayList<>();
        Iterator<Excluded> others = clips.excluded().iterator();
        Excluded other = others.hasNext() ? others.next() : null;
        int clip = 0;
        for (int taken = 0; taken < limit; taken++) {
            boolean clipIsNext = clip < clips.clips().size()
                    && (other == null || ClipName.compare(clips.clips().name(clip), other.name()) < 0);
            if (clipIsNext) {
                digest.add(clips.clips().name(clip++));
            } else if (other != null) {
                excluded.add(other.name());
                other = others.hasNext() ? others.next() : null;
            }
        }
        return digest.finish(excluded);
    }

    /// The digest of the files' sizes, in corpus order, with the names and sizes of their references.
    public String sizesDigest() {
        DigestWriter digest = new DigestWriter(clips.hasReferences() ? "pairs-1" : "sizes-1");
        for (int clip = 0; clip < clips.clips().size(); clip++) {
            digest.whole(clips.clips().sizeBytes(clip));
            if (clips.hasReferences()) {
                digest.text(clips.referenceName(clip));
                digest.whole(clips.referenceBytes(clip));
            }
        }
        clips.excluded().forEach(file -> digest.whole(file.sizeBytes()));
        return digest.finish();
    }

    /// The digest of the labels as they were when the corpus was read.
    public String labelsDigest() {
        return labelsDigest;
    }

    /// The digest of names, sizes and labels together; no path is in it.
    ///
    /// @param labelsDigest of the labels that are meant, those of [#readLabels] for a table
    public String corpusDigest(String labelsDigest) {
        return corpusDigest(clipListDigest(), sizesDigest(), labelsDigest);
    }

    /// The same of a corpus of which only these digests are known.
    public static String corpusDigest(String clipListDigest, String sizesDigest, String labelsDigest) {
        return new DigestWriter("corpus-2")
                .text(clipListDigest)
                .text(sizesDigest)
                .text(labelsDigest)
                .finish();
    }

    private static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /// What a user should hear of this corpus before it is extracted, a sentence each; empty when nothing is odd.
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (join.scoresWithoutClip().count() > 0) {
            remarks.add(count(join.scoresWithoutClip().count(), "score has", "scores have") + " no clip and give"
                    + (join.scoresWithoutClip().count() == 1 ? "s" : "") + " no row ("
                    + join.scoresWithoutClip() + ")");
        }
        if (join.clipsWithoutScore().count() > 0) {
            remarks.add(count(join.clipsWithoutScore().count(), "clip has", "clips have")
                    + " no score, and a null as mos (" + join.clipsWithoutScore() + ")");
        }
        if (join.sidecarWithoutClip().count() > 0) {
            remarks.add(
                    count(join.sidecarWithoutClip().count(), "line of the sidecar names", "lines of the sidecar name")
                            + " no clip of the folder (" + join.sidecarWithoutClip() + ")");
        }
        if (notFiles.count() > 0) {
            remarks.add(count(notFiles.count(), "entry matches", "entries match") + " '" + request.pattern()
                    + "' and " + (notFiles.count() == 1 ? "is no file" : "are no files") + ", so no clip (" + notFiles
                    + ")");
        }
        if (otherCase.count() > 0) {
            remarks.add(count(otherCase.count(), "file", "files") + " would match '" + request.pattern()
                    + "' in another case, which makes no clip of this run (" + otherCase + ")");
        }
        excludedByReason().forEach((reason, files) -> remarks.add(remark(reason, files)));
        if (clips.hasReferences()) {
            remarks.add(count(clips.clips().size(), "clip is", "clips are") + " compared with "
                    + (clips.clips().size() == 1 ? "its reference" : "their references")
                    + (clips.leftAside().count() == 0
                            ? ""
                            : "; " + count(clips.leftAside().count(), "file is a reference", "files are references")
                                    + " without a row"));
        }
        return remarks;
    }

    private Map<FailureReason, Tally> excludedByReason() {
        Map<FailureReason, Tally.Counter> byReason = new EnumMap<>(FailureReason.class);
        clips.excluded()
                .forEach(file -> byReason.computeIfAbsent(file.reason(), _ -> new Tally.Counter())
                        .add(file.name()));
        Map<FailureReason, Tally> tallies = new EnumMap<>(FailureReason.class);
        byReason.forEach((reason, counter) -> tallies.put(reason, counter.tally()));
        return tallies;
    }

    private static String remark(FailureReason reason, Tally files) {
        if (reason == FailureReason.BAD_NAME) {
            return count(files.count(), "file has a name", "files have names")
                    + " that no clip can have, which counts as failed (" + files + ")";
        }
        String why = switch (reason) {
            case CONTENT_UNKNOWN -> "of a content that the sidecar does not name";
            case REFERENCE_MISSING -> "without a reference";
            case REFERENCE_AMBIGUOUS -> "of a content with more than one reference";
            default -> "whose reference is not in the folder";
        };
        return count(files.count(), "clip is", "clips are") + " left out, " + why + " (" + reason + ": " + files + ")";
    }

    private static String firstExcluded(ClipJoin clips) {
        return clips.excluded().isEmpty()
                ? ""
                : " ('" + clips.excluded().getFirst().name() + "': "
                        + clips.excluded().getFirst().detail() + ")";
    }

    private static Path scoresFile(CorpusRequest request) {
        return request.scores().or(request::metadata).orElseThrow();
    }

    static Scores readScores(CorpusRequest request, Sidecar sidecar, ClipList clips) {
        return request.scores().map(file -> ScoresFile.read(file, clips)).orElseGet(() -> sidecar.scores(clips.size()));
    }

    private static Sidecar readSidecar(CorpusRequest request, ClipList clips) {
        if (request.metadata().isEmpty()) {
            return Sidecar.NONE;
        }
        Path file = request.metadata().get();
        Sidecar sidecar = SidecarFile.read(
                file, clips, new ContentSplit(request.splitSeed()), LabelColumn.fromSidecar(request.layout()));
        if (!request.allowFrFromNr() && request.references().isEmpty()) {
            ReferenceCheck.refuseReferences(file, sidecar, clips);
        }
        return sidecar;
    }

    private static LabelJoin join(Labels labels, ClipJoin clips) {
        Tally.Counter unscored = new Tally.Counter();
        for (int clip = 0; clip < clips.clips().size(); clip++) {
            if (!labels.isScored(clip)) {
                unscored.add(clips.clips().name(clip));
            }
        }
        Tally without = unscored.tally();
        return new LabelJoin(
                clips.clips().size() - without.count(), without, labels.withoutClips(), labels.sidecarWithoutClips());
    }

    private static String orNothing(Tally names) {
        return names.count() == 0 ? "nothing" : names.toString();
    }

    static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new CorpusException(
                    folder + ": its real path cannot be found (" + e + "); give the folder of the clips", e);
        }
    }
}
