package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.coordinator.corpus.StreamClaim.Size;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// All that a corpus' folder holds and all that scores and sidecar say of it, by the place of the file, references and
/// files without a task among them. What does not fit together is told; only what cannot be read is refused.
/// Immutable; safe for many threads.
public final class CorpusInventory {
    /// What is held against the streams, with what finds scores and references.
    private static final List<LabelColumn> READ = List.of(
            LabelColumn.MOS,
            LabelColumn.REFERENCE,
            LabelColumn.BIT_LADDER,
            LabelColumn.BITRATE_LABEL,
            LabelColumn.CONTENT_NAME,
            LabelColumn.ORIENTATION,
            LabelColumn.FRAMERATE,
            LabelColumn.HEIGHT,
            LabelColumn.WIDTH,
            LabelColumn.DURATION,
            LabelColumn.STREAM_RATE,
            LabelColumn.PIXEL_FORMAT,
            LabelColumn.SOURCE_BYTES,
            LabelColumn.CODED_WIDTH,
            LabelColumn.CODED_HEIGHT,
            LabelColumn.TRANSFER,
            LabelColumn.PRIMARIES);

    private final CorpusRequest request;
    private final Path folder;
    private final ClipsFolder.Listing listing;
    private final ClipList files;
    private final Scores scores;
    private final Sidecar sidecar;
    private final ClipJoin clips;

    private CorpusInventory(
            CorpusRequest request,
            Path folder,
            ClipsFolder.Listing listing,
            ClipList files,
            Scores scores,
            Sidecar sidecar,
            ClipJoin clips) {
        this.request = request;
        this.folder = folder;
        this.listing = listing;
        this.files = files;
        this.scores = scores;
        this.sidecar = sidecar;
        this.clips = clips;
    }

    /// Reads a corpus. Where the request has no references and the sidecar marks some, these are its references.
    ///
    /// @throws CorpusException if the folder, the scores, the sidecar or the pairs cannot be read
    public static CorpusInventory read(CorpusRequest request) {
        ClipsFolder.Listing listing = ClipsFolder.of(request).list(request.limit());
        Sidecar sidecar = request.metadata()
                .map(file -> SidecarFile.read(file, listing.all(), new ContentSplit(request.splitSeed()), READ))
                .orElse(Sidecar.NONE);
        Scores scores = Corpus.readScores(request, sidecar, listing.all());
        Path folder = Corpus.realPath(request.clipsDir());
        Optional<References> references = request.references();
        if (references.isEmpty() && !request.allowFrFromNr() && sidecar.marksReferences()) {
            references = Optional.of(new References(Optional.empty(), false));
        }
        ClipJoin clips = references
                .map(wanted -> ClipJoin.withReferences(folder, listing, sidecar, wanted, request.limit()))
                .orElseGet(() -> ClipJoin.ofSelf(listing));
        return new CorpusInventory(
                request, folder, listing, listing.all().first(listing.planned()), scores, sidecar, clips);
    }

    /// The folder, absolute and without links.
    public Path folder() {
        return folder;
    }

    /// The files within the limit whose names clips can have.
    public ClipList files() {
        return files;
    }

    /// Whether a file's own pictures decide at which size is measured: a reference, or a clip compared with itself.
    public boolean decidesSize(int file) {
        return !clips.hasReferences() || clips.isReference(files.name(file));
    }

    /// Whether a file would be a clip of a run and has no score, where there are scores at all: a scores file, or a
    /// sidecar of which a line has one.
    public boolean lacksScore(int file) {
        return (request.scores().isPresent() || sidecar.columns().containsKey(LabelColumn.MOS))
                && clips.clips().indexOf(files.name(file)).isPresent()
                && Double.isNaN(scores.mos()[file]);
    }

    /// Whether the scores have a line for it, or the sidecar where there are none.
    public boolean isNamedByScores(int file) {
        return scores.named().get(file);
    }

    public boolean isDescribed(int file) {
        return sidecar.described().get(file);
    }

    /// What the sidecar says of a file.
    public StreamClaim claim(int file) {
        return new StreamClaim(
                size(LabelColumn.CODED_WIDTH, LabelColumn.CODED_HEIGHT, file),
                size(LabelColumn.WIDTH, LabelColumn.HEIGHT, file),
                text(LabelColumn.ORIENTATION, file),
                positive(LabelColumn.STREAM_RATE, file),
                positive(LabelColumn.FRAMERATE, file),
                sidecar.bitDepth(file) == 0 ? Optional.empty() : Optional.of(sidecar.bitDepth(file)),
                text(LabelColumn.PIXEL_FORMAT, file),
                text(LabelColumn.TRANSFER, file),
                text(LabelColumn.PRIMARIES, file),
                positive(LabelColumn.DURATION, file),
                sidecar.value(LabelColumn.SOURCE_BYTES, file).map(Long.class::cast));
    }

    /// Whether there is a sidecar, in which each file should have a line.
    public boolean hasSidecar() {
        return request.metadata().isPresent();
    }

    /// Names in the scores file that the folder has no file for.
    public Collection<String> scoresWithoutFile() {
        return request.scores().isPresent() ? scores.withoutClips() : List.of();
    }

    /// Names in the sidecar that the folder has no file for.
    public Collection<String> sidecarWithoutFile() {
        return sidecar.withoutClips();
    }

    /// What matches the pattern and is no file.
    public List<String> notFiles() {
        return listing.notFiles();
    }

    /// Files that match the pattern in another case only.
    public List<String> otherCase() {
        return listing.otherCase();
    }

    /// Files of which a run would make no task.
    public List<Excluded> excluded() {
        return clips.excluded();
    }

    private Optional<Size> size(LabelColumn width, LabelColumn height, int file) {
        return sidecar.value(width, file)
                .flatMap(w -> sidecar.value(height, file).map(h -> new Size((Long) w, (Long) h)))
                .filter(size -> size.width() > 0 && size.height() > 0);
    }

    private Optional<Double> positive(LabelColumn column, int file) {
        return sidecar.value(column, file).map(Double.class::cast).filter(value -> value > 0);
    }

    private Optional<String> text(LabelColumn column, int file) {
        return sidecar.value(column, file).map(Object::toString).filter(value -> !value.isBlank());
    }
}
