package werkmeister.simulator.serving;

import werkmeister.units.Refusal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two formats of recorded requests; each mistake is named with file and line. */
final class RequestFile {
    private static final String HEAD = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private static final Pattern CELLS = Pattern.compile("([^,]*),([^,]*),([^,]*)");

    /** Azure's week of 2024 has an offset behind its times; all of them are UTC. */
    private static final Pattern OFFSET = Pattern.compile("(Z|\\+00:00)$");

    private static final Pattern TIME = field("timestamp");
    private static final Pattern PROMPT = field("input_length");
    private static final Pattern ANSWER = field("output_length");

    private static final int REQUESTS_MAX = 2_000_000;
    private static final int TOKENS_MAX = 10_000_000;
    private static final double MILLI = 1e-3;
    private static final double NANO = 1e-9;

    private final Path file;
    private int line;

    private RequestFile(Path file) {
        this.file = file;
    }

    /** A field of a flat object; other fields are passed over. */
    private static Pattern field(String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*([^,}\\s]+)");
    }

    static List<Path> in(Path place) {
        try (var files = Files.walk(place)) {
            return files.filter(file -> file.toString().matches(".*\\.(csv|jsonl)"))
                    .filter(RequestFile::is)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean is(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            String head = reader.readLine();
            return head != null
                    && (head.strip().equals(HEAD)
                            || head.startsWith("{") && PROMPT.matcher(head).find());
        } catch (MalformedInputException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without its ending. */
    static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.(csv|jsonl)$", "");
    }

    static List<Request> read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return new RequestFile(file).read(reader);
        } catch (MalformedInputException e) {
            throw Refusal.invalid("%s is no text in UTF-8.".formatted(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Request> read(BufferedReader reader) throws IOException {
        var requests = new ArrayList<Request>();
        boolean table = false;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            String row = text.strip();
            if (line == 1 && row.equals(HEAD)) {
                table = true;
            } else if (!row.isEmpty()) {
                requests.add(table ? cells(row) : object(row));
            }
            if (requests.size() > REQUESTS_MAX) {
                throw wrong(
                        "there are more than %d requests; take an hour of them"
                                .formatted(REQUESTS_MAX));
            }
        }
        return requests;
    }

    private Request cells(String row) {
        Matcher cells = CELLS.matcher(row);
        if (!cells.matches()) {
            throw wrong("(%s) must be three cells: %s".formatted(row, HEAD));
        }
        return new Request(
                seconds(cells.group(1)),
                tokens("ContextTokens", cells.group(2)),
                tokens("GeneratedTokens", cells.group(3)));
    }

    private double seconds(String text) {
        String plain = OFFSET.matcher(text.strip()).replaceFirst("");
        try {
            var time = LocalDateTime.parse(plain.replace(' ', 'T'));
            return time.toEpochSecond(ZoneOffset.UTC) + NANO * time.getNano();
        } catch (DateTimeParseException e) {
            throw wrong(
                    "TIMESTAMP (%s) must be such as 2023-11-16 18:17:03.9799600".formatted(text));
        }
    }

    private Request object(String row) {
        if (!row.startsWith("{") || !row.endsWith("}")) {
            throw wrong(
                    "there must be %s in the first line, or an object such as {\"timestamp\": 0, \"input_length\": 6758, \"output_length\": 500} in each"
                            .formatted(HEAD));
        }
        String time = value(TIME, "timestamp", row);
        double millis = number(time);
        if (!(millis >= 0 && millis <= Long.MAX_VALUE)) {
            throw wrong("timestamp (%s) must be a number of milliseconds".formatted(time));
        }
        return new Request(
                MILLI * millis,
                tokens("input_length", value(PROMPT, "input_length", row)),
                tokens("output_length", value(ANSWER, "output_length", row)));
    }

    private String value(Pattern field, String name, String row) {
        Matcher found = field.matcher(row);
        if (!found.find()) {
            throw wrong("there is no %s".formatted(name));
        }
        return found.group(1);
    }

    private int tokens(String name, String text) {
        double number = number(text);
        if (!(number >= 1 && number <= TOKENS_MAX) || number != Math.rint(number)) {
            throw wrong(
                    "%s (%s) must be a whole number from 1 to %d"
                            .formatted(name, text, TOKENS_MAX));
        }
        return (int) number;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private Refusal wrong(String what) {
        return Refusal.invalid("%s, line %d: %s.".formatted(file, line, what));
    }
}
