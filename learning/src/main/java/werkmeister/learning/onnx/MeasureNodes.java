package werkmeister.learning.onnx;

import werkmeister.learning.detector.Extrapolation;
import werkmeister.learning.detector.IsolationForest;
import werkmeister.learning.detector.Measure;
import werkmeister.learning.detector.NearestShape;
import werkmeister.learning.detector.SpectralResidual;
import werkmeister.learning.trees.Structure;

import java.util.Arrays;
import java.util.List;

/** What is measured about a window, as operators. */
record MeasureNodes(Graph body) {
    /**
     * @param window a row of points
     */
    String of(Measure measure, int channel, String window) {
        return switch (measure) {
            case Extrapolation extrapolation ->
                    body.node("Abs", product(window, column(extrapolation.filter())));
            case NearestShape nearest -> nearest(nearest.shapes()[channel], window);
            case SpectralResidual spectral -> saliency(spectral, window);
            case IsolationForest forest -> isolation(forest, channel, window);
        };
    }

    private String nearest(double[][] shapes, String window) {
        String centred = body.node("Sub", window, body.over("ReduceMean", 1, window));
        String variance = body.over("ReduceMean", 1, body.node("Mul", centred, centred));
        double flat = NearestShape.FLAT * NearestShape.FLAT;
        String spread = body.node("Sqrt", body.node("Add", variance, body.number(flat)));
        String away = body.node("Sub", body.node("Div", centred, spread), body.matrix(shapes));
        String squares = body.over("ReduceMean", 1, body.node("Mul", away, away));
        return body.node("Sqrt", body.over("ReduceMin", 0, squares));
    }

    private String saliency(SpectralResidual spectral, String window) {
        int n = spectral.cosine().length;
        int points = spectral.ahead()[0].length;
        double[][] cosine = turns(spectral.cosine(), n, 1);
        double[][] sine = turns(spectral.sine(), n, 1);
        double[][] ahead = transposed(spectral.ahead());
        String real = product(window, product(ahead, cosine));
        String imaginary = product(window, product(ahead, turns(spectral.sine(), n, -1)));
        String logarithm =
                body.node(
                        "Log",
                        body.node(
                                "Add",
                                length(real, imaginary),
                                body.number(SpectralResidual.SMALL)));
        String around = product(logarithm, around(n));
        String factor =
                body.node("Exp", body.node("Div", around, body.number(-SpectralResidual.SMOOTHED)));
        String realLeft = body.node("Mul", real, factor);
        String imaginaryLeft = body.node("Mul", imaginary, factor);
        String back =
                length(
                        body.node("Sub", product(realLeft, cosine), product(imaginaryLeft, sine)),
                        body.node("Add", product(realLeft, sine), product(imaginaryLeft, cosine)));
        String mean = body.over("ReduceMean", 1, body.columns(back, Graph.range(0, points)));
        // Not divided by n, what is turned back is so many times as large.
        String usual = body.node("Add", mean, body.number(n * SpectralResidual.SMALL));
        return body.node("Div", body.columns(back, points - 1), usual);
    }

    private String length(String a, String b) {
        return body.node("Sqrt", body.node("Add", body.node("Mul", a, a), body.node("Mul", b, b)));
    }

    private String isolation(IsolationForest forest, int channel, String window) {
        int points = forest.points();
        double[] newest = new double[points];
        newest[points - 1] = 1;
        double[] step = newest.clone();
        step[points - 2] = -1;
        double[] rise = new double[points];
        Arrays.fill(rise, 0, points / 2, -1.0 / points);
        Arrays.fill(rise, points / 2, points, 1.0 / points);
        String mean = body.over("ReduceMean", 1, window);
        String squares = body.over("ReduceMean", 1, body.node("Mul", window, window));
        String variance =
                body.node(
                        "Max",
                        body.node("Sub", squares, body.node("Mul", mean, mean)),
                        body.number(0));
        double small = IsolationForest.SMALL * IsolationForest.SMALL;
        String spread =
                body.node(
                        "Mul",
                        body.node("Log", body.node("Add", variance, body.number(small))),
                        body.number(0.5));
        String features =
                body.beside(
                        product(window, column(newest)),
                        product(window, column(step)),
                        mean,
                        spread,
                        product(window, column(rise)));
        List<IsolationForest.Tree> trees = forest.forests().get(channel);
        String depth =
                TreeNode.of(
                        body,
                        new Structure(
                                new float[1], trees.stream().map(MeasureNodes::tree).toList()),
                        features);
        return body.node("Div", body.number(forest.usualDepth() * trees.size()), depth);
    }

    private static Structure.Tree tree(IsolationForest.Tree tree) {
        int[] right = Arrays.stream(tree.left()).map(left -> left < 0 ? -1 : left + 1).toArray();
        return new Structure.Tree(
                0, tree.left(), right, tree.feature(), tree.cut(), new boolean[right.length]);
    }

    private String product(String row, double[][] matrix) {
        return body.node("MatMul", row, body.matrix(matrix));
    }

    private static double[][] column(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }

    /** How each point turns in each frequency. */
    private static double[][] turns(double[] turn, int n, int sign) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                matrix[i][k] = sign * turn[i * k % n];
            }
        }
        return matrix;
    }

    /** Sums of each value and its neighbours, the first and the last being such. */
    private static double[][] around(int n) {
        double[][] matrix = new double[n][n];
        for (int k = 0; k < n; k++) {
            matrix[(k + n - 1) % n][k] = 1;
            matrix[k][k] = 1;
            matrix[(k + 1) % n][k] = 1;
        }
        return matrix;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
