package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.ReferenceClip;
import io.vmaffleet.task.RunId;
import java.util.Optional;
import java.util.Set;

/// A task as JSON. A task with a field this version does not know is not read: its worker hands it back rather than
/// measure something else than was asked.
public final class TaskCodec {
    /// The version in the task stream's name; messages of another version are in another stream.
    public static final int WIRE_VERSION = 2;

    private static final Set<String> FIELDS = Set.of(
            "run",
            "clip",
            "attempt",
            "path",
            "size_bytes",
            "recipe",
            "reference",
            "geometry",
            "alone",
            "avoid_host",
            "frames");
    private static final Set<String> REFERENCE_FIELDS = Set.of("name", "path", "size_bytes");
    private static final Set<String> GEOMETRY_FIELDS = Set.of("width", "height", "fps", "bit_depth");

    private TaskCodec() {}

    public static TaskMessage encode(ClipTask task) {
        ObjectNode object = Json.object();
        object.put("run", task.run().value());
        object.put("clip", task.clip().value());
        object.put("attempt", task.attempt());
        object.put("path", task.path());
        object.put("size_bytes", task.sizeBytes());
        object.set("recipe", RecipeCodec.encode(task.recipe()));
        task.reference()
                .ifPresent(reference -> object.putObject("reference")
                        .put("name", reference.name().value())
                        .put("path", reference.path())
                        .put("size_bytes", reference.sizeBytes()));
        task.geometry()
                .ifPresent(geometry -> object.putObject("geometry")
                        .put("width", geometry.width())
                        .put("height", geometry.height())
                        .put("fps", geometry.fps())
                        .put("bit_depth", geometry.bitDepth()));
        object.put("alone", task.alone());
        task.avoidHost().ifPresent(host -> object.put("avoid_host", host));
        if (task.frames()) {
            // only then, so that a worker that knows of none does all other tasks
            object.put("frames", true);
        }
        return new TaskMessage(task.run().value(), task.clip().value(), task.attempt(), Json.write(object));
    }

    /// @throws WireFormatException if it cannot be read
    public static ClipTask decode(TaskMessage message) {
        Fields task = new Fields("task", Json.readObject(message.task()));
        task.onlyKnown(FIELDS);
        try {
            return new ClipTask(
                    new RunId(task.text("run")),
                    new ClipName(task.text("clip")),
                    task.wholeInt("attempt"),
                    task.text("path"),
                    task.whole("size_bytes"),
                    RecipeCodec.decode(task.node("recipe")),
                    reference(task),
                    geometry(task),
                    task.truth("alone"),
                    task.optionalText("avoid_host"),
                    task.has("frames") && task.truth("frames"));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<ReferenceClip> reference(Fields task) {
        return task.optionalObject("reference").map(reference -> {
            reference.onlyKnown(REFERENCE_FIELDS);
            return new ReferenceClip(
                    new ClipName(reference.text("name")), reference.text("path"), reference.whole("size_bytes"));
        });
    }

    private static Optional<ManifestGeometry> geometry(Fields task) {
        return task.optionalObject("geometry").map(geometry -> {
            geometry.onlyKnown(GEOMETRY_FIELDS);
            return new ManifestGeometry(
                    geometry.wholeInt("width"),
                    geometry.wholeInt("height"),
                    geometry.number("fps"),
                    geometry.wholeInt("bit_depth"));
        });
    }
}
