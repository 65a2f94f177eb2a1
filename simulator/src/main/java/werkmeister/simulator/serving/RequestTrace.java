package werkmeister.simulator.serving;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Requests that were recorded, the earliest first.
 *
 * @param name of its file, without its ending
 * @param resolution seconds to which times were rounded when they were recorded; 0 if they were not
 */
public record RequestTrace(String name, List<Request> requests, double resolution) {
    /** More would be too many for a replay to hold in memory. */
    private static final int LOADED_MAX = 5_000_000;

    private static final Comparator<Request> FIRST_COME = Comparator.comparingDouble(Request::at);

    public RequestTrace {
        requests = List.copyOf(requests);
    }

    /** A file itself, or all of a folder and those in it that are lists of requests. */
    public static List<Path> files(Path place) {
        return RequestFile.in(place);
    }

    /**
     * Reads requests of Azure's (TIMESTAMP, ContextTokens, GeneratedTokens; CSV) or of Mooncake's
     * (timestamp in milliseconds, input_length, output_length; a JSON object a line).
     */
    public static RequestTrace read(Path file) {
        return of(RequestFile.name(file), RequestFile.read(file));
    }

    static RequestTrace of(String name, List<Request> recorded) {
        List<Request> sorted = recorded.stream().sorted(FIRST_COME).toList();
        if (sorted.size() < 2 || sorted.getFirst().at() == sorted.getLast().at()) {
            throw Refusal.invalid(
                    "%s has %d requests; at least two at different times are needed."
                            .formatted(name, sorted.size()));
        }
        double first = sorted.getFirst().at();
        return new RequestTrace(
                name,
                sorted.stream().map(request -> request.later(request.at() - first)).toList(),
                resolution(sorted));
    }

    /** Where most requests share their time with another, times were rounded to the usual gap. */
    private static double resolution(List<Request> sorted) {
        double[] gaps =
                IntStream.range(1, sorted.size())
                        .mapToDouble(i -> sorted.get(i).at() - sorted.get(i - 1).at())
                        .filter(gap -> gap > 0)
                        .sorted()
                        .toArray();
        return 2 * gaps.length < sorted.size() ? gaps[gaps.length / 2] : 0;
    }

    /** Seconds from the first request to the end of the last one's time. */
    public double span() {
        return requests.getLast().at() + resolution;
    }

    public double perSecond() {
        return requests.size() / span();
    }

    /** The same use with this trace's mean prompt and answer. */
    public Assistant use(Assistant use) {
        return use.shaped(
                requests.stream().mapToInt(Request::promptTokens).average().orElseThrow(),
                requests.stream().mapToInt(Request::answerTokens).average().orElseThrow(),
                use.prefixHit());
    }

    /**
     * So many copies at once, in the trace's own time; of a part of a copy requests are drawn. With
     * more copies each request of fewer stays where it is.
     */
    List<Request> loaded(Arrivals arrivals, double copies, long seed) {
        if (!(copies > 0 && copies * requests.size() <= LOADED_MAX)) {
            throw Refusal.capacity(
                    "%s: %s copies of %d requests are too many to replay (%d); take fewer GPUs or a shorter trace."
                            .formatted(name, copies, requests.size(), LOADED_MAX));
        }
        var random = new Random(seed);
        var loaded = new ArrayList<Request>((int) (copies * requests.size()) + 1);
        for (int copy = 0; copy < copies; copy++) {
            double shift = random.nextDouble();
            for (Request request : requests) {
                double chance = random.nextDouble();
                if (random.nextDouble() < copies - copy) {
                    double at = arrivals.at(request.at(), this, shift, chance);
                    loaded.add(request.later(at));
                }
            }
        }
        loaded.sort(FIRST_COME);
        return loaded;
    }
}
