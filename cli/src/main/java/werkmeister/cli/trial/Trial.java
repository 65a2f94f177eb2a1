package werkmeister.cli.trial;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;

import java.io.IOException;
import java.util.function.LongSupplier;

/** One trial from files to a result. */
public final class Trial {
    private Trial() {}

    public static TrialResult of(Shell shell, TrialRequest request, LongSupplier nanoTime)
            throws IOException {
        TrialFiles files = TrialFiles.read(shell, request);
        try (var _ = new Progress(shell, shell.say("backtest.running"), 0).ticking()) {
            return switch (request.intent()) {
                case LIFE -> LifeRun.of(request, files, nanoTime);
                case CLASSIFY -> ClassRun.of(request, files, nanoTime);
                case FORECAST -> ForecastRun.of(request, files, nanoTime);
                case WATCH ->
                        throw new IllegalArgumentException("Watching is tried by a backtest.");
            };
        }
    }
}
