package werkmeister.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class ProgressTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatIsQuickShowsNothing() {
        var shell = new CapturedShell(() -> now, true);
        try (var progress = new Progress(shell.shell(), "importing", 2)) {
            progress.at(1);
        }

        assertThat(shell.err()).isEmpty();
    }

    @Test
    void onATerminalABarIsDrawnOverAndTakenAway() {
        var shell = new CapturedShell(() -> now, true);
        try (var progress = new Progress(shell.shell(), "importing", 2)) {
            pass(Duration.ofSeconds(1));
            progress.at(1, "a.csv");
        }

        assertThat(shell.err())
                .isEqualTo("\r████████████░░░░░░░░░░░░  50 %  importing  a.csv\u001b[K\r\u001b[K");
    }

    @Test
    void elsewhereItIsAPlainLineNowAndThen() {
        var shell = new CapturedShell(() -> now, false);
        try (var progress = new Progress(shell.shell(), "training", 0)) {
            pass(Duration.ofSeconds(3));
            progress.at(0);
            pass(Duration.ofSeconds(3));
            progress.at(0);
        }

        assertThat(shell.err()).isEqualTo("training\n");
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
