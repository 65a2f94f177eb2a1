package werkmeister.learning.predict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The answer to a question about a machine, as of its latest sample that was looked at. */
public sealed interface Outlook {
    Instant asOf();

    /**
     * Remaining useful life.
     *
     * @param expected the best guess; {@code low} to {@code high} holds the truth in nine of ten
     *     cases
     * @param limit lives longer than this are told as this long: so early nothing is to be seen
     * @param drivers what shortens or lengthens it most, first
     */
    record Life(
            Instant asOf,
            Duration expected,
            Duration low,
            Duration high,
            Duration limit,
            List<Driver> drivers)
            implements Outlook {
        public Life {
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * A class.
     *
     * @param probability that the model gives it
     * @param drivers what speaks for it or against it most, first
     */
    record Told(Instant asOf, String told, double probability, List<Driver> drivers)
            implements Outlook {
        public Told {
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * Classes of the cycles that ended last.
     *
     * @param group the signal that tells cycles apart
     * @param cycles in order of time, one at least; the one that still lasts is not among them
     * @param drivers what speaks for the last one's class or against it most, first
     */
    record Cycles(Instant asOf, String group, List<ToldCycle> cycles, List<Driver> drivers)
            implements Outlook {
        public Cycles {
            cycles = List.copyOf(cycles);
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * A cycle and its class.
     *
     * @param cycle what the signal that tells cycles apart said
     * @param from its first sample; {@code to} is its last
     * @param probability that the model gives the class
     */
    record ToldCycle(String cycle, Instant from, Instant to, String told, double probability) {}

    /**
     * A signal that has to do with an answer.
     *
     * @param share of all that has to do with it, 0 to 1
     * @param now its latest value, or mean of the latest ones
     * @param before at the start of the machine's present life, or of what was looked at
     */
    record Driver(String signal, double share, double now, double before) {}

    /**
     * The course of signals; the first step ends {@code step} after {@code asOf}.
     *
     * @param asOf start of the step that was seen last
     */
    record Course(Instant asOf, Duration step, List<Line> lines) implements Outlook {
        public Course {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One signal's course, a value a step.
     *
     * @param low to {@code high} holds nine of ten values
     */
    record Line(String signal, List<Double> expected, List<Double> low, List<Double> high) {
        public Line {
            expected = List.copyOf(expected);
            low = List.copyOf(low);
            high = List.copyOf(high);
        }
    }
}
