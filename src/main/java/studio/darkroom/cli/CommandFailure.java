package studio.darkroom.cli;

/** A command failed; the message is for a person and no stack trace is printed. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
