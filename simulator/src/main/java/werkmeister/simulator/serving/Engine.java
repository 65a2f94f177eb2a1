package werkmeister.simulator.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An engine that serves a model by continuous batching, with prompts read in pieces (Orca, OSDI
 * 2022; Sarathi-Serve, OSDI 2024).
 *
 * <p>A step gives a token to everyone who is being answered; what room it then has is for prompts,
 * in order of arrival, as long as there are fewer at once than keep their speed and memory holds
 * their whole context. The first token comes with the step after the prompt's last piece. Nobody is
 * ever put out again.
 */
final class Engine {
    private final Pace pace;
    private final int mostAtOnce;
    private final double memoryTokens;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

    /** Read in this step to the end. */
    private final List<Turn> read = new ArrayList<>();

    /** In the first step of their answer. */
    private final List<Turn> fresh = new ArrayList<>();

    private final PriorityQueue<Turn> answering =
            new PriorityQueue<>(Comparator.comparingLong(turn -> turn.lastStep));

    private double stepEnd = Double.POSITIVE_INFINITY;
    private long steps;
    private double context;
    private double held;
    private double unread;
    private double work;

    Engine(Pace pace) {
        this.pace = pace;
        this.mostAtOnce = pace.mostAtOnce();
        this.memoryTokens = pace.memoryTokens();
    }

    /** When its step ends; never, where nothing is to do. */
    double stepEnd() {
        return stepEnd;
    }

    /** Requests that it has taken and not answered. */
    int load() {
        return waiting.size() + read.size() + answering.size();
    }

    /** GPU seconds of prompts that it has taken and not read. */
    double unread() {
        return unread;
    }

    /** GPU seconds of work that it has begun. */
    double work() {
        return work;
    }

    void take(Turn turn) {
        waiting.add(turn);
        unread += turn.unread;
        if (stepEnd == Double.POSITIVE_INFINITY) {
            beginStep(turn.request.at());
        }
    }

    private void beginStep(double now) {
        double tokens = pace.tokenSeconds(answering.size(), context);
        double reading = read(now, pace.room() - tokens);
        boolean idle = answering.isEmpty() && reading == 0;
        work += tokens + reading;
        stepEnd = idle ? Double.POSITIVE_INFINITY : now + pace.overhead() + tokens + reading;
    }

    private double read(double now, double room) {
        double done = 0;
        while (done < room && !waiting.isEmpty() && mayBegin(waiting.peek())) {
            Turn turn = waiting.peek();
            if (!turn.hasBegun()) {
                turn.begun = now;
                held += turn.tokens();
            }
            double piece = Math.min(room - done, turn.unread);
            turn.unread -= piece;
            done += piece;
            if (turn.unread == 0) {
                read.add(waiting.remove());
            }
        }
        // Sums of many pieces drift; where nobody waits, nothing is unread.
        unread = waiting.isEmpty() ? 0 : unread - done;
        return done;
    }

    private boolean mayBegin(Turn turn) {
        int atOnce = answering.size() + read.size();
        return turn.hasBegun()
                || atOnce == 0
                || (atOnce < mostAtOnce && held + turn.tokens() <= memoryTokens);
    }

    void endStep() {
        steps++;
        context += answering.size();
        fresh.forEach(turn -> turn.firstToken = stepEnd);
        fresh.clear();
        while (!answering.isEmpty() && answering.peek().lastStep <= steps) {
            Turn turn = answering.remove();
            turn.ended = stepEnd;
            context -= turn.tokens();
            held -= turn.tokens();
        }
        for (Turn turn : read) {
            turn.read = stepEnd;
            turn.lastStep = steps + turn.request.answerTokens();
            context += turn.request.promptTokens();
            answering.add(turn);
            fresh.add(turn);
        }
        read.clear();
        beginStep(stepEnd);
    }
}
