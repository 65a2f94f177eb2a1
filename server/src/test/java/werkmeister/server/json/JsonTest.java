package werkmeister.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class JsonTest {
    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Box(double width, Optional<Shape> inside) implements Shape {}
    }

    record Everything(
            TenantId tenant,
            Instant at,
            Duration took,
            ZoneId zone,
            Money cost,
            Optional<String> note,
            List<Shape> shapes,
            Map<String, Double> shares) {}

    private static final Everything SAMPLE =
            new Everything(
                    new TenantId("demo"),
                    Instant.parse("2026-11-23T12:00:00.123456Z"),
                    Duration.ofHours(31),
                    ZoneId.of("Europe/Berlin"),
                    new Money(17),
                    Optional.empty(),
                    List.of(
                            new Shape.Circle(1.5),
                            new Shape.Box(2, Optional.of(new Shape.Circle(0.5)))),
                    Map.of("a", 0.25));

    @Test
    void recordsAreWrittenAsTheHouseWants() {
        assertThat(Json.write(SAMPLE))
                .isEqualTo(
                        """
                        {"tenant":"demo","at":"2026-11-23T12:00:00.123456Z","took":"PT31H",\
                        "zone":"Europe/Berlin","cost":{"microEuros":17},\
                        "shapes":[{"kind":"Circle","radius":1.5},\
                        {"kind":"Box","width":2.0,"inside":{"kind":"Circle","radius":0.5}}],\
                        "shares":{"a":0.25}}\
                        """);
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        assertThat(Json.read(Json.write(SAMPLE), Everything.class)).isEqualTo(SAMPLE);
    }

    @Test
    void aRecordsOwnRefusalIsPassedOn() {
        assertThatThrownBy(() -> Json.read("{\"tenant\":\"DEMO!\"}", Everything.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(DEMO!)");
    }

    @Test
    void brokenJsonIsRefusedWithLineAndColumn() {
        assertThatThrownBy(() -> Json.tree("{\"a\":\n 1,}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> Json.tree("{\"a\":1,\"a\":2}")).isInstanceOf(Refusal.class);
    }
}
