package werkmeister.plant.ingest;

import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Understanding.Finding;
import werkmeister.units.Refusal;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the text of a file comes from: from the file as it lies, from what is packed in it, or from
 * the cells of a workbook. Nothing is ever written where a packed name says.
 */
final class Unpacking {
    private static final int MAX_MEMBERS = 1_000;

    /** What of a member is looked at to tell whether it stands like the others. */
    private static final int LOOK = 1 << 16;

    private static final Pattern NO_DATA =
            Pattern.compile(
                    "(?i)(.*/)?(read.?me|lies.?mich|licen[sc]e|description|\\.|thumbs\\.db)[^/]*");

    private final Path file;
    private final Kind kind;

    /** The files of an archive that are read, one after the other. */
    private final List<String> members;

    /** Rows at the head of a member that say the same as those of the first. */
    private final int skip;

    private final List<Finding> notes;

    private enum Kind {
        PLAIN,
        GZIP,
        ZIP,
        WORKBOOK
    }

    private Unpacking(Path file, Kind kind, List<String> members, int skip, List<Finding> notes) {
        this.file = file;
        this.kind = kind;
        this.members = List.copyOf(members);
        this.skip = skip;
        this.notes = List.copyOf(notes);
    }

    static Unpacking of(Path file, ReadOptions options) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B) {
            return new Unpacking(file, Kind.GZIP, List.of(), 0, List.of());
        }
        boolean zip =
                start.length == 4
                        && start[0] == 'P'
                        && start[1] == 'K'
                        && start[2] == 3
                        && start[3] == 4;
        return zip
                ? zipped(file, options)
                : new Unpacking(file, Kind.PLAIN, List.of(), 0, List.of());
    }

    boolean packed() {
        return kind != Kind.PLAIN;
    }

    boolean workbook() {
        return kind == Kind.WORKBOOK;
    }

    /** What a person should know of it. */
    List<Finding> notes() {
        return notes;
    }

    /** The whole of it from its start. */
    InputStream stream() throws IOException {
        return switch (kind) {
            case PLAIN -> new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            case GZIP -> guarded(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
            case ZIP -> guarded(joined());
            case WORKBOOK -> Workbook.stream(file, members.getFirst());
        };
    }

    private InputStream guarded(InputStream in) throws IOException {
        return new Guarded(in, Source.nameOf(file), Files.size(file));
    }

    private static Unpacking zipped(Path file, ReadOptions options) throws IOException {
        Optional<String> part = options.arrangement().part();
        List<String> names = names(file);
        if (names.contains("xl/workbook.xml")) {
            var sheet = Workbook.choose(file, part);
            return new Unpacking(file, Kind.WORKBOOK, List.of(sheet.name()), 0, sheet.notes());
        }
        refuseOtherDocuments(file, names);
        if (part.isPresent()) {
            return member(file, part.get(), names);
        }
        List<String> data =
                names.stream().filter(name -> !NO_DATA.matcher(name).matches()).toList();
        List<String> chosen = data.isEmpty() ? names : data;
        if (chosen.isEmpty()) {
            throw Refusal.invalid(
                    "The archive (%s) holds no file: pack it again."
                            .formatted(Source.nameOf(file)));
        }
        return chosen.size() == 1
                ? new Unpacking(file, Kind.ZIP, chosen, 0, List.of())
                : several(file, chosen, options);
    }

    /** Many kinds of documents are archives. */
    private static void refuseOtherDocuments(Path file, List<String> names) {
        String kind =
                names.contains("xl/workbook.bin")
                        ? "a binary Excel workbook (.xlsb)"
                        : names.contains("content.xml") && names.contains("mimetype")
                                ? "an OpenDocument file"
                                : names.contains("word/document.xml") ? "a Word document" : "";
        if (!kind.isEmpty()) {
            throw Refusal.invalid(
                    "The file (%s) is %s, not a table: save it as .xlsx or CSV."
                            .formatted(Source.nameOf(file), kind));
        }
    }

    private static Unpacking member(Path file, String part, List<String> names) {
        List<String> found =
                names.stream()
                        .filter(name -> name.equals(part) || name.endsWith("/" + part))
                        .toList();
        if (found.size() != 1) {
            throw Refusal.invalid(
                    "There is no file (%s) in the archive (%s): there are %s."
                            .formatted(part, Source.nameOf(file), brief(names)));
        }
        return new Unpacking(file, Kind.ZIP, found, 0, List.of());
    }

    /** Members that all stand alike are one table. */
    private static Unpacking several(Path file, List<String> names, ReadOptions options)
            throws IOException {
        var sorted = new ArrayList<>(names);
        sorted.sort(Comparator.comparing(Unpacking::counted));
        Optional<Shape> first = Optional.empty();
        for (String name : sorted) {
            Optional<Shape> shape = shape(file, name, options);
            if (shape.isEmpty() || first.isPresent() && !alike(first.get(), shape.get())) {
                throw Refusal.invalid(
                        "The archive (%s) holds %d files that do not stand alike (%s): name one with --part, or unpack it."
                                .formatted(Source.nameOf(file), names.size(), brief(sorted)));
            }
            first = shape;
        }
        var note =
                new Finding(
                        "Joined",
                        "",
                        Said.of(
                                "The %d files of the archive stand alike: they were read one after"
                                        + " the other (%s).",
                                "Die %d Dateien des Archivs sind gleich aufgebaut: sie wurden"
                                        + " nacheinander gelesen (%s).",
                                sorted.size(),
                                brief(sorted)));
        return new Unpacking(file, Kind.ZIP, sorted, first.orElseThrow().skip(), List.of(note));
    }

    private static boolean alike(Shape one, Shape other) {
        return one.separator() == other.separator()
                && one.skip() == other.skip()
                && one.header() == other.header()
                && one.names().equals(other.names());
    }

    /** How a member stands by its first rows; empty if it is no table. */
    private static Optional<Shape> shape(Path file, String name, ReadOptions options)
            throws IOException {
        try {
            var alone = new Unpacking(file, Kind.ZIP, List.of(name), 0, List.of());
            Source head = Source.of(file, alone, options, LOOK).headOnly();
            return Optional.of(Shape.of(head, options));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static List<String> names(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_MEMBERS) {
                throw Refusal.invalid(
                        "The archive (%s) holds %d entries (%d at most): unpack it."
                                .formatted(Source.nameOf(file), zip.size(), MAX_MEMBERS));
            }
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> !name.startsWith("__MACOSX"))
                    .distinct()
                    .toList();
        }
    }

    private InputStream joined() throws IOException {
        var zip = new ZipFile(file.toFile());
        try {
            var streams = new ArrayList<InputStream>();
            for (String member : members) {
                InputStream in = zip.getInputStream(zip.getEntry(member));
                if (!streams.isEmpty()) {
                    streams.add(new ByteArrayInputStream(new byte[] {'\n'}));
                    in = withoutHead(new BufferedInputStream(in, 1 << 16));
                }
                streams.add(in);
            }
            return new SequenceInputStream(Collections.enumeration(streams)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    zip.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The stream after the rows that the first member has, too. */
    private InputStream withoutHead(InputStream in) throws IOException {
        for (int line = 0; line < skip; line++) {
            int b = in.read();
            while (b >= 0 && b != '\n') {
                b = in.read();
            }
        }
        in.mark(3);
        byte[] mark = in.readNBytes(3);
        boolean bom =
                mark.length == 3
                        && (mark[0] & 0xFF) == 0xEF
                        && (mark[1] & 0xFF) == 0xBB
                        && (mark[2] & 0xFF) == 0xBF;
        if (!bom) {
            in.reset();
        }
        return in;
    }

    private static String counted(String name) {
        return Pattern.compile("[0-9]{1,18}")
                .matcher(name)
                .replaceAll(digits -> "%019d".formatted(Long.parseLong(digits.group())));
    }

    private static String brief(List<String> names) {
        int most = 5;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + ", …";
    }
}
