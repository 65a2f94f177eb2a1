package werkmeister.learning.onnx;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.Window;
import werkmeister.learning.detector.WindowCentres;
import werkmeister.learning.detector.WindowMeasure;
import werkmeister.learning.detector.WindowPca;

import java.util.ArrayList;

/** Detectors as operators: what becomes of a state, and how far it is from normal. */
record DetectorNodes(Graph body) {
    /**
     * @param norms distance in norms
     */
    record Moved(String state, String norms) {}

    /**
     * @param view what the detector looks at
     * @param before its state
     */
    Moved moved(Detector detector, String view, String before) {
        return switch (detector) {
            case Mewma mewma -> moved(mewma, view, before);
            case WindowPca pca ->
                    moved(
                            pca.window(),
                            pca.norm(),
                            view,
                            before,
                            (channel, window) -> square(pca, channel, window));
            case WindowCentres centres ->
                    moved(
                            centres.window(),
                            centres.norm(),
                            view,
                            before,
                            (channel, window) -> square(centres, channel, window));
            case WindowMeasure measured ->
                    moved(
                            measured.window(),
                            measured.norm(),
                            view,
                            before,
                            (channel, window) -> square(measured, channel, window));
        };
    }

    private Moved moved(Mewma mewma, String view, String before) {
        String scaled =
                body.clipped(
                        body.node(
                                "Div",
                                body.node("Sub", view, body.row(mewma.centre())),
                                body.row(mewma.spread())),
                        Mewma.CLIP);
        String smoothed =
                body.node(
                        "Add",
                        before,
                        body.node(
                                "Mul",
                                body.number(mewma.memory()),
                                body.node("Sub", scaled, before)));
        String square =
                body.over(
                        "ReduceSum",
                        1,
                        body.node(
                                "Mul",
                                body.node("MatMul", smoothed, body.matrix(mewma.precision())),
                                smoothed));
        String distance =
                body.node(
                        "Sqrt",
                        body.node(
                                "Div",
                                body.node("Max", square, body.number(0)),
                                body.number(mewma.centre().length)));
        String norms = body.node("Div", distance, body.number(mewma.norm()));
        if (!mewma.isSlow()) {
            return new Moved(smoothed, norms);
        }
        double full = Mewma.FULL * mewma.norm();
        String cut =
                body.node("Div", body.number(full), body.node("Max", distance, body.number(full)));
        return new Moved(
                body.node("Mul", smoothed, cut), body.node("Min", norms, body.number(Mewma.FULL)));
    }

    /** The squared distance of a channel's window. */
    private interface Square {
        String of(int channel, String window);
    }

    private Moved moved(Window window, double norm, String view, String before, Square square) {
        int d = window.channels();
        String count = body.node("Add", body.columns(before, 0), body.number(1));
        String filled = body.node("GreaterOrEqual", count, body.number(window.stride()));
        String sums =
                body.node(
                        "Add",
                        body.columns(before, Graph.range(1, d)),
                        body.clipped(view, Window.CLIP));
        String points = body.node("Div", sums, body.number(window.stride()));
        var squares = new ArrayList<String>();
        var windows = new ArrayList<String>();
        for (int channel = 0; channel < d; channel++) {
            String old = body.columns(before, Graph.range(window.start(channel), window.points()));
            String next =
                    body.where(
                            filled,
                            body.beside(
                                    body.columns(old, Graph.range(1, window.points() - 1)),
                                    body.columns(points, channel)),
                            old);
            windows.add(next);
            squares.add(
                    body.where(
                            filled,
                            square.of(channel, next),
                            body.columns(before, 1 + d + channel)));
        }
        String all = body.beside(squares.toArray(String[]::new));
        var state = new ArrayList<String>();
        state.add(body.where(filled, body.number(0), count));
        state.add(body.where(filled, body.number(0), sums));
        state.add(all);
        state.addAll(windows);
        String distance =
                body.node("Sqrt", body.node("Div", body.over("ReduceSum", 1, all), body.number(d)));
        return new Moved(
                body.beside(state.toArray(String[]::new)),
                body.node("Div", distance, body.number(norm)));
    }

    private String square(WindowPca pca, int channel, String window) {
        String away = body.node("Sub", window, body.row(pca.mean()[channel]));
        String square =
                body.over(
                        "ReduceSum",
                        1,
                        body.node(
                                "Mul",
                                body.node("MatMul", away, body.matrix(pca.precision()[channel])),
                                away));
        return body.node(
                "Div",
                body.node("Max", square, body.number(0)),
                body.number(pca.window().points()));
    }

    private String square(WindowMeasure measured, int channel, String window) {
        String part =
                body.node(
                        "Div",
                        new MeasureNodes(body).of(measured.measure(), channel, window),
                        body.number(measured.spread()[channel]));
        return body.node("Mul", part, part);
    }

    private String square(WindowCentres centres, int channel, String window) {
        String away = body.node("Sub", window, body.matrix(centres.centres()[channel]));
        String squares = body.over("ReduceSum", 1, body.node("Mul", away, away));
        return body.node(
                "Div", body.over("ReduceMin", 0, squares), body.number(centres.window().points()));
    }
}
