package io.vmaffleet.task;

/// The clip that another one is compared with.
///
/// @param path absolute, as the coordinator sees it
/// @param sizeBytes the file's size when the plan was made
public record ReferenceClip(ClipName name, String path, long sizeBytes) {
    public ReferenceClip {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of the reference " + name + " is not absolute: " + path);
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a size of " + sizeBytes + " bytes for the reference " + name);
        }
    }
}
