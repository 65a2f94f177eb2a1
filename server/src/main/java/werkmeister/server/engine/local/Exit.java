package werkmeister.server.engine.local;

import werkmeister.factory.run.AttemptFolder;
import werkmeister.units.CpuTime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How a worker ended, as its shell wrote it down: the exit code, then what the shell's {@code
 * times} says (POSIX: a line for the shell, a line for its children; user and system time in each).
 */
record Exit(int code, CpuTime cpuTime) {
    private static final Pattern CODE = Pattern.compile("code=(\\d{1,3})");
    private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+)[.,](\\d{2,9})s");

    static Optional<Exit> of(AttemptFolder folder) {
        try {
            return parse(Files.readString(folder.file("exit")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if the record is not whole, as after a power cut. */
    static Optional<Exit> parse(String text) {
        var code = CODE.matcher(text);
        if (!code.find()) {
            return Optional.empty();
        }
        long milliseconds = TIME.matcher(text).results().mapToLong(Exit::milliseconds).sum();
        return Optional.of(new Exit(Integer.parseInt(code.group(1)), new CpuTime(milliseconds)));
    }

    private static long milliseconds(MatchResult time) {
        long fraction = Long.parseLong((time.group(3) + "00").substring(0, 3));
        return Long.parseLong(time.group(1)) * 60_000
                + Long.parseLong(time.group(2)) * 1_000
                + fraction;
    }

    /** The exit as a sentence. */
    String sentence(String lastWords) {
        var end =
                switch (code) {
                    case 0 -> "The worker ended without publishing a result";
                    case 137 -> "The worker was killed (signal 9), perhaps for want of memory";
                    default ->
                            code > 128
                                    ? "The worker was ended by signal %d".formatted(code - 128)
                                    : "The worker ended with exit code %d".formatted(code);
                };
        return lastWords.isEmpty() ? end + "." : "%s; its last words: %s".formatted(end, lastWords);
    }
}
