package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.task.ManifestGeometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A corpus as it was found and checked: its clips in corpus order, how they join with their labels, and what is odd.
/// Labels are not kept; [#readLabels] reads them anew. Immutable; safe for many threads.
public final class Corpus {
    private final CorpusRequest request;
    private final Path folder;
    private final ClipList clips;
    private final List<BadName> badNames;
    private final Tally otherCase;
    private final Tally notFiles;
    private final LabelJoin join;
    private final GeometryTable geometries;
    private final String labelsDigest;

    private Corpus(CorpusRequest request, Path folder, ClipsFolder.Listing listing, Labels labels, LabelJoin join) {
        this.request = request;
        this.folder = folder;
        this.clips = listing.all().first(listing.planned());
        this.badNames = listing.badNames();
        this.otherCase = listing.otherCase();
        this.notFiles = listing.notFiles();
        this.join = join;
        this.geometries = new GeometryTable(labels, labels.hasSidecarLines() ? clips.size() : 0);
        this.labelsDigest = labels.digest();
    }

    /// Reads and checks a corpus.
    ///
    /// @throws CorpusException if it cannot be used as it is
    public static Corpus read(CorpusRequest request) {
        ClipsFolder.Listing listing = new ClipsFolder(
                        request.clipsDir(), request.pattern(), System.getProperty("sun.jnu.encoding", ""))
                .list(request.limit());
        Path folder = realPath(request.clipsDir());
        // Joined with every clip of the folder, so that a limit makes no label look lost.
        Labels labels = readLabels(request, listing.all(), listing.planned());
        if (listing.all().size() > 0 && !labels.anyNamed()) {
            throw new CorpusException(request.scores() + ": not one of its names is a clip of " + request.clipsDir()
                    + " (the scores name " + orNothing(labels.withoutClips()) + ", the folder has '"
                    + listing.all().name(0) + "'); give the scores of this corpus, with the clips' file names");
        }
        return new Corpus(request, folder, listing, labels, join(labels, listing));
    }

    /// The labels of this corpus' clips, read anew: scores may be corrected while a run goes on.
    ///
    /// @throws CorpusException if they can no longer be read, or no longer fit the clips at all
    public Labels readLabels() {
        Labels labels = readLabels(request, clips, clips.size());
        if (join.scored() > 0 && !labels.anyNamed()) {
            throw new CorpusException(request.scores() + ": not one of its names is a clip of this run any more;"
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
        return clips;
    }

    /// Files that match the pattern, within the limit, and whose names cannot name a clip.
    public List<BadName> badNames() {
        return badNames;
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

    /// The digest of the names, in corpus order, bad names included.
    public String clipListDigest() {
        return clipListDigest(clips.size());
    }

    /// The digest of the first `count` clips alone, with the bad names.
    public String clipListDigest(int count) {
        ClipListDigest digest = new ClipListDigest();
        for (int clip = 0; clip < count; clip++) {
            digest.add(clips.name(clip));
        }
        return digest.finish(badNames.stream().map(BadName::escaped).toList());
    }

    /// The digest of the files' sizes, in corpus order.
    public String sizesDigest() {
        DigestWriter digest = new DigestWriter("sizes-1");
        for (int clip = 0; clip < clips.size(); clip++) {
            digest.whole(clips.sizeBytes(clip));
        }
        badNames.forEach(bad -> digest.whole(bad.sizeBytes()));
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
            remarks.add(count(join.clipsWithoutScore().count(), "clip has", "clips have") + " no score: mos is null ("
                    + join.clipsWithoutScore() + ")");
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
        if (!badNames.isEmpty()) {
            remarks.add(count(badNames.size(), "file has a name", "files have names")
                    + " that no clip can have, which counts as failed ("
                    + badNames.getFirst().escaped() + (badNames.size() > 1 ? ", ...)" : ")"));
        }
        return remarks;
    }

    private static Labels readLabels(CorpusRequest request, ClipList clips, int planned) {
        Scores scores = ScoresFile.read(request.scores(), clips);
        Sidecar sidecar = Sidecar.NONE;
        if (request.metadata().isPresent()) {
            Path file = request.metadata().get();
            sidecar = SidecarFile.read(file, clips, new ContentSplit(request.splitSeed()));
            if (!request.allowFrFromNr()) {
                ReferenceCheck.refuseReferences(file, sidecar, clips);
            }
        }
        return new Labels(scores, sidecar, planned);
    }

    private static LabelJoin join(Labels labels, ClipsFolder.Listing listing) {
        Tally.Counter unscored = new Tally.Counter();
        for (int clip = 0; clip < listing.planned(); clip++) {
            if (!labels.isScored(clip)) {
                unscored.add(listing.all().name(clip));
            }
        }
        Tally without = unscored.tally();
        return new LabelJoin(
                listing.planned() - without.count(), without, labels.withoutClips(), labels.sidecarWithoutClips());
    }

    private static String orNothing(Tally names) {
        return names.count() == 0 ? "nothing" : names.toString();
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new CorpusException(
                    folder + ": its real path cannot be found (" + e + "); give the folder of the clips", e);
        }
    }
}
