package werkmeister.bench.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the product is started.
 *
 * @param command to which its own words are added
 * @param archive the class data that a start leaves for the next one
 */
record Launch(List<String> command, Optional<Path> archive) {
    /** As in the script {@code werkmeister}; a test holds the two together. */
    static final List<String> OPTIONS =
            List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-XX:+UseSerialGC");

    static final String SHARING = "-XX:+AutoCreateSharedArchive";

    Launch {
        command = List.copyOf(command);
    }

    static Launch ofJar(Path jar, Path folder, boolean sharing) {
        var command = new ArrayList<String>();
        command.add(java());
        Optional<Path> archive =
                sharing ? Optional.of(folder.resolve("werkmeister.jsa")) : Optional.empty();
        archive.ifPresent(
                file -> command.addAll(List.of(SHARING, "-XX:SharedArchiveFile=" + file)));
        command.addAll(OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        return new Launch(command, archive);
    }

    /** The command that serves a data folder at a port. */
    List<String> serve(Path data, int port) {
        var words = new ArrayList<>(command);
        words.addAll(List.of("serve", "--data", data.toString(), "--port", Integer.toString(port)));
        return words;
    }

    /** This Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
