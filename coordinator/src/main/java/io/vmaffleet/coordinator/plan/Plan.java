package io.vmaffleet.coordinator.plan;

import io.vmaffleet.coordinator.corpus.ClipList;
import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.corpus.Excluded;
import io.vmaffleet.coordinator.corpus.Labels;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.task.RunId;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// The clips of a run in corpus order, each known by its place, and what is needed to send one. Immutable; safe for
/// many threads; tens of bytes a clip.
public final class Plan {
    private final Corpus corpus;
    private final ClipList clips;
    private final String folder;

    private Plan(Corpus corpus) {
        this.corpus = corpus;
        this.clips = corpus.clips();
        String path = corpus.folder().toString();
        this.folder = path.endsWith("/") ? path : path + "/";
    }

    public static Plan of(Corpus corpus) {
        return new Plan(corpus);
    }

    public Corpus corpus() {
        return corpus;
    }

    /// How many clips can be sent; the excluded are not among them.
    public int size() {
        return clips.size();
    }

    public ClipName name(int clip) {
        return new ClipName(clips.name(clip));
    }

    /// The names in corpus order, each made when it is asked for.
    public List<ClipName> names() {
        return new AbstractList<>() {
            @Override
            public ClipName get(int clip) {
                return name(clip);
            }

            @Override
            public int size() {
                return Plan.this.size();
            }
        };
    }

    /// Where the clip lies.
    public Path path(int clip) {
        return Path.of(folder + clips.name(clip));
    }

    public long sizeBytes(int clip) {
        return clips.sizeBytes(clip);
    }

    /// The place of a clip; empty when it is not of this plan.
    public OptionalInt indexOf(ClipName clip) {
        return clips.indexOf(clip.value());
    }

    /// The task for one clip.
    public ClipTask task(int clip, RunId run, Recipe recipe, int attempt, boolean alone, Optional<String> avoidHost) {
        String name = clips.name(clip);
        return new ClipTask(
                run,
                new ClipName(name),
                attempt,
                folder + name,
                clips.sizeBytes(clip),
                recipe,
                corpus.reference(clip),
                corpus.geometry(clip),
                alone,
                avoidHost);
    }

    /// Up to three clips by which a worker finds out whether it sees the run's files: the first, the middle and the
    /// last
    /// that are not empty.
    public List<ProbeClip> probes() {
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int start : new int[] {0, size() / 2, size() - 1}) {
            IntStream.range(0, size())
                    .map(step -> (start + step) % size())
                    .filter(clip -> sizeBytes(clip) > 0 && !chosen.contains(clip))
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        return chosen.stream()
                .map(clip -> new ProbeClip(path(clip).toString(), sizeBytes(clip)))
                .toList();
    }

    /// What a clip is compared with; empty where that is the clip itself.
    public Optional<ReferenceClip> reference(int clip) {
        return corpus.reference(clip);
    }

    /// A clip's score as it was when the plan was made; NaN where it has none.
    public double mos(int clip) {
        return corpus.mos(clip);
    }

    /// Files that get no task: their names cannot name a clip, or they have no reference to be compared with.
    public List<Excluded> excluded() {
        return corpus.excluded();
    }

    /// Clips and those together: every file that the run accounts for.
    public int total() {
        return size() + excluded().size();
    }

    /// The digest of the files' sizes.
    public String sizesDigest() {
        return corpus.sizesDigest();
    }

    /// The digest of names; another one is another clip list.
    public String clipListDigest() {
        return corpus.clipListDigest();
    }

    /// What a plan with that limit would have.
    public String clipListDigest(int limit) {
        return corpus.clipListDigest(Math.min(limit, total()));
    }

    /// The digest of the labels as they were when the plan was made.
    public String labelsDigest() {
        return corpus.labelsDigest();
    }

    /// The digest of names, sizes and labels; no path is in it.
    public String corpusDigest() {
        return corpusDigest(labelsDigest());
    }

    /// The same with other labels, as a table written later may have them.
    public String corpusDigest(String labelsDigest) {
        return corpus.corpusDigest(labelsDigest);
    }

    /// Scores and sidecar, read anew.
    public Labels readLabels() {
        return corpus.readLabels();
    }
}
