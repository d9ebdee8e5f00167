package io.vmaffleet.task;

/// What a clip is compared with.
public sealed interface Pairing {
    /// The clip is its own reference: the seed's no-reference adapter.
    Pairing SELF = new Self();

    /// A reference by time, in pictures as deep as the deeper of both.
    Pairing REFERENCE = new Reference(FrameMatch.TIME, Depth.OF_THE_DEEPER);

    /// In words; another pairing has other words.
    String shown();

    /// See [#SELF].
    record Self() implements Pairing {
        @Override
        public String shown() {
            return "self";
        }
    }

    /// Another clip of the same content, in pictures of that one's size as displayed.
    ///
    /// @param frames which of its frames a distorted frame is compared with
    /// @param depth of the pictures that are compared
    record Reference(FrameMatch frames, Depth depth) implements Pairing {
        @Override
        public String shown() {
            return "reference by " + (frames == FrameMatch.TIME ? "time" : "index") + " in "
                    + (depth == Depth.TEN ? "10 bits" : "the bits of the deeper of both");
        }
    }

    /// Which frame of a reference a distorted frame is compared with.
    enum FrameMatch {
        /// The one that is on screen when the distorted frame appears.
        TIME,
        /// The one with the same number, as tools do that read raw video.
        INDEX
    }

    /// How many bits the compared pictures have.
    enum Depth {
        OF_THE_DEEPER,
        /// 10, as CHUG is measured.
        TEN
    }
}
