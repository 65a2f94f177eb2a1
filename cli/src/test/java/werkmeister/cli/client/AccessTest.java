package werkmeister.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class AccessTest {
    @TempDir Path data;

    @Test
    void isReadBackAsItWasSavedAndOnlyItsOwnerMayReadIt() throws IOException {
        var access = new Access(URI.create("http://127.0.0.1:7410"), "wm_abc_secret");
        access.save(data);

        assertThat(Access.savedIn(data)).contains(access);
        var permissions = Files.getPosixFilePermissions(data.resolve("access.json"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anEmptyFolderHasNone() {
        assertThat(Access.savedIn(data)).isEmpty();
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(data.resolve("access.json"), "{\"server\":");

        assertThatThrownBy(() -> Access.savedIn(data))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(data.resolve("access.json").toString());
    }

    @Test
    void aSecretIsNotPrinted() {
        var access = new Access(URI.create("http://127.0.0.1:7410"), "wm_abc_secret");

        assertThat(access.toString()).doesNotContain("secret");
    }
}
