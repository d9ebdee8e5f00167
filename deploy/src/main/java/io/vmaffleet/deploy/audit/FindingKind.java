package io.vmaffleet.deploy.audit;

/// What can be found in a corpus, in the order of a report.
public enum FindingKind {
    UNREADABLE("cannot be read, or its first frame not be decoded"),
    DANGLING_LINK("is a link that leads nowhere"),
    NOT_A_FILE("matches the pattern and is no file"),
    OTHER_CASE("matches the pattern in another case only, so it is no clip"),
    EXCLUDED("gets no row"),
    TOO_SMALL("is too small for the 25 features"),
    SCORE_WITHOUT_FILE("has a score and no file"),
    SIDECAR_LINE_WITHOUT_FILE("has a line in the sidecar and no file"),
    FILE_WITHOUT_SCORE("has no score"),
    FILE_WITHOUT_SIDECAR_LINE("has no line in the sidecar"),
    FILE_SIZE("has another size in bytes than the sidecar says"),
    PICTURE_SIZE("has pictures of another size than the sidecar says"),
    TURNED("has the sidecar's width and height exchanged"),
    ORIENTATION("is shown the other way than the sidecar says"),
    RATE("has another rate than the sidecar says"),
    BIT_DEPTH("has another depth than the sidecar says"),
    PIXEL_FORMAT("has another pixel format than the sidecar says"),
    TRANSFER("has another transfer than the sidecar says"),
    PRIMARIES("has other primaries than the sidecar says"),
    DURATION("is of another length than the sidecar says"),
    ODD_COLOURS("is HDR in part only"),
    VARIABLE_RATE("has frames of unequal length (VFR)");

    private final String shown;

    FindingKind(String shown) {
        this.shown = shown;
    }

    /// What is the matter with a file of this kind.
    public String shown() {
        return shown;
    }

    /// Whether it is worth knowing and nothing is wrong.
    public boolean isRemark() {
        return this == VARIABLE_RATE;
    }
}
