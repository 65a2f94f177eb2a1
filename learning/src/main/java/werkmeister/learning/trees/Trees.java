package werkmeister.learning.trees;

import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Trees that were grown. The same rows, targets and settings give the same trees, whatever the
 * number of threads.
 */
public final class Trees {
    /** Rare cases lie in the tails of a column: 64 bins would hide them. */
    private static final int BINS = 256;

    private static final String FORMAT = "ubj";

    /**
     * Several threads wait for each other by spinning: on a machine with other work to do they were
     * a hundred times as slow as one. Whoever grows several trees does so side by side.
     */
    private static final int THREADS = 1;

    private final Booster booster;

    private Trees(Booster booster) {
        this.booster = booster;
    }

    /**
     * Grows trees.
     *
     * @param targets one a row: a number, or the number of a class
     */
    public static Trees fit(Goal goal, Matrix features, float[] targets, Settings settings) {
        try {
            var rows = rows(features);
            try {
                rows.setLabel(targets);
                return new Trees(
                        XGBoost.train(
                                rows,
                                parameters(goal, settings),
                                settings.rounds(),
                                Map.of(),
                                null,
                                null));
            } finally {
                rows.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees did not grow.", e);
        }
    }

    /** A row of answers a row: one number, or the probability of each class. */
    public float[][] predict(Matrix features) {
        try {
            var rows = rows(features);
            try {
                return booster.predict(rows);
            } finally {
                rows.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees did not answer.", e);
        }
    }

    /**
     * What each feature adds to an answer of a row, in the unit of the trees' sum (SHAP values;
     * Lundberg et al., Nature Machine Intelligence 2, 2020).
     *
     * @param answer 0, or the number of the class
     */
    public float[] contributions(Matrix row, int answer) {
        try {
            var rows = rows(row);
            try {
                float[] all = booster.predictContrib(rows, 0)[0];
                // Behind the features of each answer stands what is the same for all rows.
                int from = answer * (row.columns() + 1);
                return Arrays.copyOfRange(all, from, from + row.columns());
            } finally {
                rows.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees did not answer.", e);
        }
    }

    /** In the open format of the library (UBJSON). */
    public byte[] bytes() {
        try {
            return booster.toByteArray(FORMAT);
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees could not be written.", e);
        }
    }

    /**
     * What they are made of.
     *
     * @param answers how many each row gets: one, or one a class
     */
    public Structure structure(int answers) {
        try {
            return Structure.of(booster.toByteArray("json"), answers);
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees could not be written.", e);
        }
    }

    /** What {@link #bytes} wrote. */
    public static Trees read(byte[] bytes) {
        try {
            Booster booster = XGBoost.loadModel(bytes);
            // A file does not say so, and all cores would be taken otherwise.
            booster.setParam("nthread", THREADS);
            return new Trees(booster);
        } catch (XGBoostError e) {
            throw new IllegalStateException("The trees could not be read.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DMatrix rows(Matrix features) throws XGBoostError {
        try {
            return new DMatrix(features.values(), features.rows(), features.columns(), Float.NaN);
        } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
            throw Refusal.invalid(
                    "Boosted trees need the system library libgomp (Debian: apt-get install"
                            + " libgomp1), which could not be loaded: "
                            + e.getMessage());
        }
    }

    private static Map<String, Object> parameters(Goal goal, Settings settings) {
        var parameters = new HashMap<String, Object>();
        parameters.put("tree_method", "hist");
        parameters.put("max_bin", BINS);
        parameters.put("max_depth", settings.depth());
        parameters.put("eta", settings.learningRate());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bytree", settings.columnShare());
        parameters.put("min_child_weight", settings.leafWeightMin());
        parameters.put("seed", settings.seed());
        parameters.put("verbosity", 0);
        parameters.put("nthread", THREADS);
        switch (goal) {
            case Goal.Number() -> parameters.put("objective", "reg:squarederror");
            case Goal.Classes(int count) -> {
                parameters.put("objective", "multi:softprob");
                parameters.put("num_class", count);
            }
        }
        return parameters;
    }
}
