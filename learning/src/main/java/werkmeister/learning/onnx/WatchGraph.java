package werkmeister.learning.onnx;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Sight;
import werkmeister.learning.model.Channel;
import werkmeister.learning.model.Context;
import werkmeister.learning.model.Frame;
import werkmeister.learning.model.FrameReader;
import werkmeister.learning.model.ModeTree;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.model.NormalScorer;
import werkmeister.learning.model.Regime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A watching model as a graph: samples go in one after the other (ONNX's {@code Scan}), scores come
 * out, and what the model remembers goes on as a state that is all zeros at first. The steps are
 * those of {@link FrameReader} and {@link NormalScorer}; a row is a tensor of one row.
 */
final class WatchGraph {
    // What is carried on besides the detectors' states, in this order.
    private static final int STARTED = 0;
    private static final int LAST_TIME = 1;

    /** Plus one: 0 is none yet. */
    private static final int MODE = 2;

    private static final int SINCE = 3;
    private static final int KNOWN = 4;
    private static final int RAW = 5;
    private static final int HAS = 6;

    /** Values less what is usual. */
    private static final int MOVED = 7;

    /** Less what it is at first. */
    private static final int POWER = 8;

    private static final int PAST = 9;
    private static final int FIRST_DETECTOR = 10;

    private final NormalModel model;
    private final Frame frame;
    private final Graph body = new Graph("sample", "s");
    private final List<Kept> kept = new ArrayList<>();
    private final String time;
    private final String sample;
    private int carried;

    /** What is carried from sample to sample: a row of so many columns. */
    private record Kept(String before, int columns) {}

    private WatchGraph(NormalModel model) {
        this.model = model;
        this.frame = model.frame();
        int d = frame.size();
        // In the order in which they are carried on.
        for (int columns : new int[] {1, 1, 1, 1, 1, d, d, d, d, d * Math.max(1, frame.lags())}) {
            keep(columns);
        }
        model.detectors().forEach(detector -> keep(detector.stateSize()));
        kept.forEach(one -> body.bare(one.before()));
        time = body.bare("time");
        sample = body.bare("sample");
    }

    private void keep(int columns) {
        kept.add(new Kept("state" + kept.size(), columns));
    }

    static byte[] bytes(NormalModel model) {
        return new WatchGraph(model).whole();
    }

    private byte[] whole() {
        int size = kept.stream().mapToInt(Kept::columns).sum();
        var graph = new Graph("watch");
        String times = graph.input("time_micros", 1);
        String samples = graph.input("samples", model.signals().size());
        String state = graph.input("state", size);
        sample();
        var first = new ArrayList<String>();
        int at = 0;
        for (Kept one : kept) {
            int[] columns = new int[one.columns()];
            int from = at;
            Arrays.setAll(columns, i -> from + i);
            first.add(graph.columns(state, columns));
            at += one.columns();
        }
        List<String> results =
                graph.scan(
                        body,
                        first,
                        List.of(graph.unsqueezed(times, 1), graph.unsqueezed(samples, 1)),
                        kept.size() + 1);
        graph.output("score", graph.squeezed(results.getLast(), 1), 1);
        graph.output(
                "next_state",
                graph.beside(results.subList(0, kept.size()).toArray(String[]::new)),
                size);
        // In one order, so that the same model has the same bytes.
        var notes = new LinkedHashMap<String, String>();
        notes.put("signals", String.join(", ", model.signals()));
        notes.put("threshold", String.valueOf(model.rule().threshold()));
        notes.put(
                "use",
                "time_micros: microseconds since 1970 UTC, rising; samples: NaN where missing;"
                        + " state: one row of zeros at first, then next_state; score: NaN where"
                        + " the model does not judge");
        return graph.bytes(notes);
    }

    /** What becomes of one sample; carried on in the order in which it came. */
    private void sample() {
        Measured measured = measured();
        Place place = place(measured);
        Deviations deviations = deviations(measured, place);
        carry(body.number(1));
        carry(time);
        carry(place.mode());
        carry(place.since());
        carry(
                body.where(
                        place.judged(),
                        body.node("Add", place.known(), body.number(1)),
                        body.where(measured.seen(), body.number(0), place.known())));
        carry(measured.safe());
        carry(measured.has());
        carry(body.node("Sub", measured.values(), row(Channel::usual)));
        carry(deviations.power());
        carry(
                body.where(
                        place.judged(),
                        shifted(kept(PAST), deviations.level().deviation()),
                        kept(PAST)));
        score(deviations, place.judged());
    }

    /**
     * A sample as it was measured.
     *
     * @param safe the numbers, 0 where there is none; {@code has} is 1 where there is
     * @param finite the same as a truth
     * @param values what is thought of the channels now
     * @param seen whether anything was measured
     */
    private record Measured(String safe, String has, String finite, String values, String seen) {}

    private Measured measured() {
        String now = body.columns(sample, columns(Channel::column));
        String finite = body.node("Not", body.node("Or", body.node("IsNaN", now), infinite(now)));
        String safe = body.where(finite, now, body.number(0));
        String counts = row(channel -> channel.change() ? 1 : 0);
        String had = body.yes(kept(HAS));
        String before = body.node("Mul", counts, body.where(had, kept(RAW), body.number(0)));
        String level = body.node("Not", body.yes(counts));
        String fresh = body.node("And", finite, body.node("Or", level, had));
        String clamped =
                body.node(
                        "Min",
                        body.node("Max", body.node("Sub", safe, before), row(Channel::low)),
                        row(Channel::high));
        String values =
                body.where(fresh, clamped, body.node("Add", kept(MOVED), row(Channel::usual)));
        String has = body.doubles(finite);
        return new Measured(safe, has, finite, values, body.yes(body.over("ReduceMax", 1, has)));
    }

    /**
     * Where the machine is in time.
     *
     * @param mode plus one
     * @param which a 1 at the mode
     * @param known samples since the thread of the dynamics was cut
     */
    private record Place(String mode, String which, String since, String known, String judged) {}

    private Place place(Measured measured) {
        String step =
                body.where(
                        body.yes(kept(STARTED)),
                        body.node("Sub", time, kept(LAST_TIME)),
                        body.number(0));
        double pauseMicros = (double) FrameReader.PAUSE_STEPS * frame.stepMicros();
        String pause =
                body.node(
                        "Or",
                        body.node("Less", step, body.number(0)),
                        body.node("Greater", step, body.number(pauseMicros)));
        String next = body.node("Add", mode(measured.values(), 0), body.number(1));
        String longer =
                body.node(
                        "Min",
                        body.node("Add", kept(SINCE), body.number(1)),
                        body.number(FrameReader.SINCE_MAX));
        String stays = body.node("Equal", next, kept(MODE));
        String since =
                body.where(measured.seen(), body.where(stays, longer, body.number(0)), kept(SINCE));
        String mode = body.where(measured.seen(), next, kept(MODE));
        String which = oneOfModes(mode);
        String settled = body.node("GreaterOrEqual", since, ofMode(which, Regime::settle));
        String counts = body.yes(ofMode(which, regime -> regime.judged() ? 1 : 0));
        return new Place(
                mode,
                which,
                since,
                body.where(pause, body.number(0), kept(KNOWN)),
                body.node("And", measured.seen(), body.node("And", counts, settled)));
    }

    private record Level(String deviation, String beside) {}

    /**
     * What detectors look at.
     *
     * @param power the smoothed squared surprise, less what it is at first
     */
    private record Deviations(Level level, String surprise, String power, String liveliness) {
        String seen(Sight sight) {
            return switch (sight) {
                case LEVEL -> level.beside();
                case SURPRISE -> surprise;
                case LIVELINESS -> liveliness;
            };
        }
    }

    private Deviations deviations(Measured measured, Place place) {
        String deviation =
                body.where(
                        measured.finite(),
                        deviation(place.which(), measured.values(), place.since()),
                        body.number(0));
        String enough =
                frame.lags() == 0
                        ? body.node("Less", body.number(1), body.number(0))
                        : body.node("GreaterOrEqual", place.known(), body.number(frame.lags()));
        String surprise =
                body.where(
                        enough, body.node("Sub", deviation, predicted(kept(PAST))), body.number(0));
        String usual = body.row(frame.surprise());
        String beyond =
                body.node(
                        "Sub",
                        body.node("Mul", surprise, surprise),
                        body.node("Add", kept(POWER), usual));
        String livelier =
                body.node(
                        "Add",
                        kept(POWER),
                        body.node("Mul", body.number(FrameReader.LIVELY_MEMORY), beyond));
        String power = body.where(body.node("And", place.judged(), enough), livelier, kept(POWER));
        double[] floor =
                Arrays.stream(frame.surprise())
                        .map(variance -> variance + FrameReader.livelyFloor(variance))
                        .toArray();
        return new Deviations(
                new Level(deviation, level(place.which(), deviation)),
                surprise,
                power,
                body.node("Log", body.node("Add", power, body.row(floor))));
    }

    private void carry(String next) {
        body.bareOutput("next" + carried++, next);
    }

    private void score(Deviations deviations, String judged) {
        String away =
                body.node(
                        "Div",
                        body.node("Abs", body.node("Sub", time, kept(LAST_TIME))),
                        body.number(NormalScorer.FRESH_STEPS));
        String afresh =
                body.node("Greater", body.node("Floor", away), body.number(frame.stepMicros()));
        String sum = body.number(0);
        double weights = 0;
        var nodes = new DetectorNodes(body);
        for (int k = 0; k < model.detectors().size(); k++) {
            Detector detector = model.detectors().get(k);
            String before = body.where(afresh, body.number(0), kept(FIRST_DETECTOR + k));
            DetectorNodes.Moved moved =
                    nodes.moved(detector, deviations.seen(detector.sight()), before);
            carry(body.where(judged, moved.state(), before));
            String square = body.node("Mul", moved.norms(), moved.norms());
            sum = body.node("Add", sum, body.node("Mul", body.number(detector.weight()), square));
            weights += detector.weight();
        }
        String mean = body.node("Div", sum, body.number(weights == 0 ? 1 : weights));
        String score = body.node("Div", body.node("Sqrt", mean), body.number(model.scale()));
        String none = body.number(Double.NaN);
        body.bareOutput(
                "said", body.shaped(weights == 0 ? none : body.where(judged, score, none), 1, 1));
    }

    /** From this split of the tree on; {@code -1 - mode} is a leaf. */
    private String mode(String values, int split) {
        if (frame.modes().splits().isEmpty()) {
            return body.number(0);
        }
        if (split < 0) {
            return body.number(-1.0 - split);
        }
        ModeTree.Split asked = frame.modes().splits().get(split);
        return body.where(
                body.node(
                        "Less", body.columns(values, asked.channel()), body.number(asked.limit())),
                mode(values, asked.below()),
                mode(values, asked.above()));
    }

    /** A row with a 1 at the mode (none: all zeros). */
    private String oneOfModes(String mode) {
        double[] numbers = new double[frame.regimes().size()];
        Arrays.setAll(numbers, i -> i + 1);
        return body.doubles(body.node("Equal", mode, body.row(numbers)));
    }

    private interface OfRegime {
        double of(Regime regime);
    }

    private String ofMode(String which, OfRegime what) {
        return body.node(
                "MatMul",
                which,
                body.constant(
                        frame.regimes().stream().mapToDouble(what::of).toArray(),
                        frame.regimes().size(),
                        1));
    }

    private interface Table {
        double[][] of(Regime regime);
    }

    /** A regime's matrix. */
    private String table(String which, int rows, int columns, Table table) {
        double[][] all =
                frame.regimes().stream()
                        .map(regime ->
                                Arrays.stream(table.of(regime))
                                        .flatMapToDouble(Arrays::stream)
                                        .toArray())
                        .toArray(double[][]::new);
        return body.shaped(body.node("MatMul", which, body.matrix(all)), rows, columns);
    }

    private String deviation(String which, String values, String since) {
        int d = frame.size();
        String usual = table(which, d, frame.context().size(), Regime::usual);
        String expected = body.node("MatMul", terms(since), body.node("Transpose", usual));
        // Without a mode there is no spread; nothing is judged then.
        String spread =
                body.node(
                        "Max",
                        table(which, 1, d, regime -> new double[][] {regime.spread()}),
                        body.number(Double.MIN_NORMAL));
        return body.clipped(
                body.node("Div", body.node("Sub", values, expected), spread), FrameReader.CLIP);
    }

    private String level(String which, String deviation) {
        int d = frame.size();
        if (frame.regimes().stream().allMatch(regime -> regime.beside().length == 0)) {
            return deviation;
        }
        String beside =
                table(
                        which,
                        d,
                        d,
                        regime -> regime.beside().length == 0 ? identity(d) : regime.beside());
        return body.node("MatMul", deviation, body.node("Transpose", beside));
    }

    private static double[][] identity(int d) {
        double[][] one = new double[d][d];
        for (int i = 0; i < d; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    private String predicted(String past) {
        if (frame.lags() == 0) {
            return body.number(0);
        }
        return body.node("MatMul", past, body.node("Transpose", body.matrix(frame.dynamics())));
    }

    private String shifted(String past, String deviation) {
        int d = frame.size();
        int older = d * Math.max(1, frame.lags()) - d;
        return older == 0
                ? deviation
                : body.beside(deviation, body.columns(past, Graph.range(0, older)));
    }

    /** The context's terms, as {@link Context#fill} gives them. */
    private String terms(String since) {
        Context context = frame.context();
        var terms = new ArrayList<String>();
        terms.add(body.row(new double[] {1}));
        if (context.entry()) {
            for (double samples : Context.entrySamples()) {
                terms.add(body.node("Exp", body.node("Div", since, body.number(-samples))));
            }
        }
        waves(context.day(), Context.DAY_MICROS, Context.DAY_WAVES, terms);
        waves(context.week(), 7 * Context.DAY_MICROS, Context.WEEK_WAVES, terms);
        waves(context.year(), Context.YEAR_DAYS * Context.DAY_MICROS, Context.YEAR_WAVES, terms);
        return body.beside(terms.toArray(String[]::new));
    }

    private void waves(boolean used, double micros, int count, List<String> terms) {
        if (!used) {
            return;
        }
        String turns = body.node("Div", time, body.number(micros));
        String angle =
                body.node(
                        "Mul",
                        body.node("Sub", turns, body.node("Floor", turns)),
                        body.number(2 * Math.PI));
        for (int wave = 1; wave <= count; wave++) {
            String many = body.node("Mul", angle, body.number(wave));
            terms.add(body.node("Sin", many));
            // ONNX Runtime knows no cosine of doubles.
            terms.add(body.node("Sin", body.node("Add", many, body.number(Math.PI / 2))));
        }
    }

    private String infinite(String x) {
        return body.node("Greater", body.node("Abs", x), body.number(Double.MAX_VALUE));
    }

    private String kept(int which) {
        return kept.get(which).before();
    }

    private interface OfChannel {
        double of(Channel channel);
    }

    private String row(OfChannel what) {
        return body.row(frame.channels().stream().mapToDouble(what::of).toArray());
    }

    private interface WholeOfChannel {
        int of(Channel channel);
    }

    private int[] columns(WholeOfChannel what) {
        return frame.channels().stream().mapToInt(what::of).toArray();
    }
}
