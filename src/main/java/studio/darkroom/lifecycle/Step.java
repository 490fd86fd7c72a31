package studio.darkroom.lifecycle;

import java.util.List;

/** What a shoot needs next (DESIGN section 4); a step's route is {@code shoot-<step>}. */
public final class Step {

    public static final String GATHER = "gather";
    public static final String OPEN = "open";
    public static final String UPLOAD = "upload";
    public static final String EDIT = "edit";
    public static final String AWAIT_EDIT = "await-edit";
    public static final String EXPORT = "export";
    public static final String AWAIT_EXPORT = "await-export";
    public static final String RETOUCH = "retouch";
    public static final String DELIVER = "deliver";
    public static final String ARCHIVE = "archive";
    public static final String REPLACE = "replace";
    public static final String DONE = "done";
    public static final String CANCELLED = "cancelled";

    /** The steps that are worked on, in the order of a shoot's life; the last one only when a person wants it. */
    public static final List<String> NON_TERMINAL =
            List.of(GATHER, OPEN, UPLOAD, EDIT, AWAIT_EDIT, EXPORT, AWAIT_EXPORT, RETOUCH, DELIVER, ARCHIVE,
                    REPLACE);

    private Step() {
    }
}
