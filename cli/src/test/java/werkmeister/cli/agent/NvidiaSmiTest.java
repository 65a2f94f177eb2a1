package werkmeister.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class NvidiaSmiTest {
    @TempDir Path folder;

    @Test
    void gpusAreCountedAndThoseWithUncorrectedErrorsAreNotWell() {
        var lines =
                List.of(
                        "00000000:1B:00.0, 0",
                        "00000000:43:00.0, 2",
                        "00000000:52:00.0, [N/A]",
                        "00000000:61:00.0, [Unknown Error]",
                        "00000000:9D:00.0, ERR!");

        assertThat(NvidiaSmi.count(lines, List.of())).isEqualTo(new Gpus(5, 2));
    }

    @Test
    void aGpuThatNeedsAResetByTheKernelsLogIsNotWell() {
        var lines = List.of("00000000:1B:00.0, 0", "00000000:3B:00.0, 0", "00000000:43:00.0, 0");
        var kernel =
                List.of(
                        "[ 12.3] NVRM: Xid (PCI:0000:1b:00): 13, pid=7, name=python, Graphics"
                                + " Exception",
                        "[ 12.4] NVRM: Xid (PCI:0000:3b:00): 79, pid='<unknown>', GPU has fallen"
                                + " off the bus.",
                        "[ 12.5] NVRM: Xid (0000:43:00): 48, an old driver writes so",
                        "[ 12.6] usb 1-1: new device");

        assertThat(NvidiaSmi.count(lines, kernel)).isEqualTo(new Gpus(3, 1));
    }

    @Test
    void theProgramIsAskedAndItsFailureIsNoGpu() throws IOException {
        Path smi = script("nvidia-smi", "echo '00000000:1B:00.0, 0'\necho '00000000:43:00.0, 1'");
        Path broken = script("broken", "echo 'NVIDIA-SMI has failed'\nexit 9");
        String nothing = folder.resolve("nothing").toString();

        assertThat(new NvidiaSmi(smi.toString(), nothing).look()).isEqualTo(new Gpus(2, 1));
        assertThat(new NvidiaSmi(broken.toString(), nothing).look()).isEqualTo(Gpus.NONE);
        assertThat(new NvidiaSmi(nothing, nothing).look()).isEqualTo(Gpus.NONE);
    }

    private Path script(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
