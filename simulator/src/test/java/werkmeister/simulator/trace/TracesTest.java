package werkmeister.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.factory.placement.Shape;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class TracesTest {
    private static final String NODES =
            "sn,cpu_milli,memory_mib,gpu,model\na,64000,262144,2,P100\nb,96000,393216,8,T4\n";

    @TempDir Path folder;

    @Test
    void nodesAndWorksOf2023() throws IOException {
        var inventory = Inventory.read(file("nodes.csv", NODES));
        Path works =
                file(
                        "works.csv",
                        "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\n"
                                + "p,1000,512,1,460,T4\np,2000,512,2,1000,T4|P100\n"
                                + "p,500,1,0,0,\np,500,1,1,1000,H100\n");

        assertThat(inventory.gpus()).isEqualTo(10);
        assertThat(inventory.models()).containsExactly("P100", "T4");
        assertThat(Workload.is(works)).isTrue();
        assertThat(Workload.read(works, inventory).works())
                .containsExactly(
                        new Shape(1_000, 512, 1, 460, 0b10),
                        new Shape(2_000, 512, 2, 1_000, 0b11),
                        new Shape(500, 1, 0, 0, 0),
                        new Shape(500, 1, 1, 1_000, 1L << 62));
    }

    @Test
    void nodesOf2026() throws IOException {
        var inventory =
                Inventory.read(
                        file(
                                "site.csv",
                                "gpu_model,gpu_capacity_num,cpu_num,node_name\n"
                                        + "A,4,192,0\n"
                                        + "B,8,96,1\n"));

        assertThat(inventory.gpus()).isEqualTo(12);
        assertThat(inventory.nodes().getFirst().cpuMilli()).isEqualTo(192_000);
    }

    @Test
    void jobsOfBothFamilies() throws IOException {
        Path philly =
                file(
                        "philly.csv",
                        "timestamp,duration,num_gpus,gpu_time,cluster\n"
                                + "2017-10-09 07:00:10,66.0,1,66.0,b\n"
                                + "2017-10-09 07:00:00,0.0,8,66.0,a\n");
        Path elastic =
                file(
                        "elastic.csv",
                        "job_id,submit_time,iteration,num_gpu,duration\n"
                                + "0,100,5,2,30\n"
                                + "1,160,5,4,60\n");

        assertThat(JobTrace.read(philly).jobs())
                .containsExactly(new TraceJob(2, "a", 0, 1, 8), new TraceJob(1, "b", 10, 66, 1));
        assertThat(JobTrace.read(elastic).jobs())
                .containsExactly(
                        new TraceJob(1, "all", 0, 30, 2), new TraceJob(2, "all", 60, 60, 4));
    }

    @Test
    void aLoadIsReachedByCopiesSideBySide() throws IOException {
        var text = new StringBuilder("submit_time,num_gpu,duration\n");
        for (int i = 0; i <= 100; i++) {
            text.append("%d,%d,3600\n".formatted(i * 3_600, 1 + i % 3));
        }
        var trace = JobTrace.read(file("jobs.csv", text.toString()));

        for (double load : new double[] {0.1, 0.7, 0.95}) {
            var loaded = trace.loading(64, load);
            double work = loaded.jobs().stream().mapToDouble(TraceJob::gpuSeconds).sum();
            double span = loaded.jobs().getLast().submitted();
            assertThat(work / (64 * span)).isCloseTo(load, within(0.05 * load));
            assertThat(loaded.jobs()).extracting(TraceJob::number).doesNotHaveDuplicates();
        }
        assertThat(trace.loading(2, 0.5).jobs()).allMatch(job -> job.gpus() <= 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sn,cpu_milli,memory_mib,gpu,model;a,64000,1,-2,P100 | row 1: gpu (-2) must be a number from 0.0 on.
                    sn,cpu_milli,memory_mib,gpu,model;a,many,1,2,P100   | row 1: cpu_milli (many) must be a number
                    sn,cpu_milli,memory_mib,gpu,model;a,64000,1,2       | line 2: there are 4 cells (a,64000,1,2), but 5 columns
                    sn,cores                                            | is no list of nodes
                    """)
    void wrongNodesAreNamedWithTheirPlace(String text, String said) throws IOException {
        Path file = file("wrong.csv", text.replace(';', '\n'));

        assertThatThrownBy(() -> Inventory.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(said);
    }

    @Test
    void wrongJobsAreNamedWithTheirPlace() throws IOException {
        Path file =
                file("wrong.csv", "timestamp,duration,num_gpus,cluster\n09.10.2017 07:01,66,1,x\n");

        assertThatThrownBy(() -> JobTrace.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("row 1: timestamp (09.10.2017 07:01) must be such as");
        assertThatThrownBy(() -> JobTrace.read(file("empty.csv", "")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is empty");
        assertThatThrownBy(() ->
                        JobTrace.read(file("none.csv", "submit_time,num_gpu,duration\n0,0,5\n")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has no job that asks for a GPU");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
