package werkmeister.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LaunchTest {
    @Test
    void theServerIsStartedWithTheOptionsOfTheScript() throws IOException {
        var script = Files.readString(Path.of("..", "werkmeister"));

        assertThat(script).contains(Launch.OPTIONS).contains(Launch.SHARING);
    }
}
