package werkmeister.browser;

import werkmeister.cli.client.Api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * The real server with machines that are asked about: a press that makes good and bad parts, a mill
 * that grinds hard or soft and is measured every seven minutes, and pumps that wear.
 */
final class AskedPlant implements AutoCloseable {
    static final String ZONE = "Europe/Berlin";

    private static final Instant START = Instant.parse("2025-03-03T06:00:00Z");
    private static final int STROKES = 200;
    private static final int ROWS_A_STROKE = 12;
    private static final int MILL_ROWS = 1_200;

    private final Premises premises;
    private final Path folder;

    private AskedPlant(Premises premises, Path folder) {
        this.premises = premises;
        this.folder = folder;
    }

    static AskedPlant start(Path folder) throws IOException, InterruptedException {
        var plant = new AskedPlant(Premises.open(folder), folder);
        plant.add("mahlwerk", "Mahlwerk", mill());
        plant.add("presse", "Presse", strokes());
        for (int old = 1; old <= 5; old++) {
            plant.add("alt-" + old, "Alte Pumpe " + old, pump(old, 100 + 10 * old));
        }
        plant.add("pumpe-1", "Pumpe 1", pump(11, 60));
        plant.add("pumpe-2", "Pumpe 2", pump(12, 70));
        plant.order("\"machine\":\"presse\",\"intent\":\"CLASSIFY\",\"target\":\"grade\"");
        plant.order(
                "\"machine\":\"mahlwerk\",\"intent\":\"CLASSIFY\",\"target\":\"grist\",\"group\":\"\"");
        plant.order("\"machine\":\"mahlwerk\",\"intent\":\"FORECAST\",\"target\":\"load\"");
        plant.premises.awaitJobs();
        plant.premises.release("presse", 1);
        plant.premises.release("mahlwerk", 1);
        plant.premises.release("mahlwerk", 2);
        return plant;
    }

    Premises premises() {
        return premises;
    }

    private void order(String wish) {
        premises.post("/orders", "{%s}".formatted(wish));
    }

    private void add(String machine, String name, String csv) throws IOException {
        premises.post(
                "/machines",
                "{\"machine\":\"%s\",\"name\":\"%s\",\"zone\":\"%s\"}"
                        .formatted(machine, name, ZONE));
        Path file = Files.writeString(folder.resolve(machine + ".csv"), csv);
        premises.api()
                .upload(
                        "/machines/%s/imports?name=%s"
                                .formatted(machine, Api.encoded(machine + ".csv")),
                        file);
    }

    /** Bad is a part of too small or too great a force. */
    private static String strokes() {
        var random = new Random(1);
        var text = new StringBuilder("time,stroke,force,heat,grade\n");
        for (int row = 0; row < STROKES * ROWS_A_STROKE; row++) {
            int stroke = row / ROWS_A_STROKE;
            int kind = (stroke * 7 + stroke / 5) % 4;
            boolean high = row % ROWS_A_STROKE >= 4 && row % ROWS_A_STROKE < 8;
            double height = 20 + (kind == 1 ? -6 : kind == 3 ? 6 : 0);
            text.append(START.plusSeconds(row))
                    .append(
                            ",%d,%.4f,%.4f,%d\n"
                                    .formatted(
                                            stroke,
                                            (high ? height : 0) + 0.5 * random.nextGaussian(),
                                            40 + random.nextGaussian(),
                                            kind % 2));
        }
        return text.toString();
    }

    private static String mill() {
        var random = new Random(2);
        var text = new StringBuilder("time,load,hum,grist\n");
        for (int row = 0; row < MILL_ROWS; row++) {
            int grist = row / 25 % 2;
            double day = Math.sin(2 * Math.PI * row * 420 / 86_400.0);
            text.append(START.plusSeconds(180 + 420L * row))
                    .append(
                            ",%.3f,%.3f,%d\n"
                                    .formatted(
                                            50 + 8 * day + 2 * grist + random.nextGaussian(),
                                            3 + grist + 0.4 * random.nextGaussian(),
                                            grist));
        }
        return text.toString();
    }

    /** Gets hotter toward its end, and flows less; the first five ran to it. */
    private static String pump(int seed, int rows) {
        var random = new Random(seed);
        var text = new StringBuilder("time,heat,flow\n");
        double life = seed <= 5 ? rows : 140;
        for (int row = 0; row < rows; row++) {
            double wear = Math.pow(row / life, 3);
            text.append(START.plus(row, ChronoUnit.HOURS))
                    .append(
                            ",%.4f,%.4f\n"
                                    .formatted(
                                            60 + 30 * wear + random.nextGaussian(),
                                            5 - 2 * wear + 0.2 * random.nextGaussian()));
        }
        return text.toString();
    }

    @Override
    public void close() {
        premises.close();
    }
}
