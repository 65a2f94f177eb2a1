package werkmeister.factory.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.factory.run.AttemptFolder.Claim;
import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

class AttemptFolderTest {
    private static final String TOKEN = Run.token("job-1", 1, "0123456789abcdef");

    @TempDir Path jobs;

    @Test
    void ofManyWhoClaimOneGetsIt() {
        var folder = prepared();
        long winners =
                IntStream.rangeClosed(1, 20)
                        .parallel()
                        .filter(pid -> folder.claim(new Claim(TOKEN, pid)))
                        .count();
        assertThat(winners).isEqualTo(1);
        assertThat(folder.claimed()).isPresent();
    }

    @Test
    void aPublishedResultIsThereForGood() throws IOException {
        var folder = prepared();
        assertThat(folder.manifest()).isEmpty();
        folder.publish("first".getBytes(UTF_8));
        folder.publish("first".getBytes(UTF_8));
        assertThatThrownBy(() -> folder.publish("second".getBytes(UTF_8)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("manifest");
        assertThat(folder.manifest().orElseThrow()).asString(UTF_8).isEqualTo("first");
        try (var files = Files.list(folder.path())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void preparingAgainChangesNothingAndAnotherRunIsRefused() {
        var folder = prepared();
        folder.prepare(TOKEN, "another order".getBytes(UTF_8));
        assertThat(folder.order()).asString(UTF_8).isEqualTo("order");
        assertThatThrownBy(() -> folder.prepare("other", "x".getBytes(UTF_8)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(TOKEN);
    }

    @Test
    void usageAndFailureAreReadAsTheyWereWritten() {
        var folder = prepared();
        assertThat(folder.usage()).isEmpty();
        assertThat(folder.failure()).isEmpty();
        folder.recordUsage(new CpuTime(1234));
        folder.fail("The file is empty.");
        assertThat(AttemptFolder.at(folder.path()).usage()).contains(new CpuTime(1234));
        assertThat(AttemptFolder.at(folder.path()).failure()).contains("The file is empty.");
    }

    @Test
    void aNameThatLeavesTheFolderOfJobsIsRefused() {
        assertThatThrownBy(() -> AttemptFolder.of(jobs, "../evil", 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> AttemptFolder.of(jobs, "job-1", 0)).isInstanceOf(Refusal.class);
    }

    private AttemptFolder prepared() {
        var folder = AttemptFolder.of(jobs, "job-1", 1);
        folder.prepare(TOKEN, "order".getBytes(UTF_8));
        return folder;
    }
}
