package werkmeister.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

class RoomsTest {
    private static final String ROOT = "werkmeister.";

    private static JavaClasses classes;
    private static RoomMap map;

    @BeforeAll
    static void readTheHouse() throws IOException {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("werkmeister");
        map = RoomMap.read(House.root().resolve("ARCHITECTURE.md"));
    }

    @Test
    void noRoomUsesWhatTheMapDoesNotAllow() {
        assertThat(map.trespasses(uses())).isEmpty();
    }

    @Test
    void roomsFormNoCircle() {
        assertThat(RoomMap.circles(uses())).isEmpty();
    }

    @Test
    void aPlantedTrespassAndAPlantedCircleAreFound() {
        var planted =
                Map.of(
                        "factory.job", Set.of("learning.model"),
                        "units", Set.of("factory.job"),
                        "learning.model", Set.of("units"),
                        "attic", Set.<String>of());
        assertThat(map.trespasses(planted))
                .containsExactlyInAnyOrder(
                        "(factory.job) may not use (learning.model).",
                        "(units) may not use (factory.job).",
                        "The room (attic) is not on the map.");
        assertThat(RoomMap.circles(planted))
                .containsExactly("factory.job", "learning.model", "units");
    }

    @Test
    void everyRoomIsNullMarkedAndHasACharter() throws IOException {
        for (String room : uses().keySet()) {
            var type = classes.get(ROOT + room + ".package-info");
            assertThat(type.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                    .as(room)
                    .isTrue();
        }
    }

    @Test
    void timeAndChanceComeInByTheDoor() {
        List<String> forbidden =
                List.of(
                        "java.time.Instant.now()",
                        "java.lang.System.currentTimeMillis()",
                        "java.lang.Math.random()",
                        "java.util.UUID.randomUUID()",
                        "java.util.Random.<init>()",
                        "java.time.LocalDateTime.now()",
                        "java.time.ZonedDateTime.now()");
        var calls =
                classes.stream()
                        .filter(type ->
                                !room(type).startsWith("cli") && !room(type).startsWith("bench"))
                        .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                        .filter(call -> forbidden.contains(call.getTarget().getFullName()))
                        .map(Object::toString)
                        .toList();
        assertThat(calls).isEmpty();
    }

    private static SortedMap<String, TreeSet<String>> uses() {
        var uses = new TreeMap<String, TreeSet<String>>();
        for (JavaClass type : classes) {
            var others = uses.computeIfAbsent(room(type), _ -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !room(target).equals(room(type))) {
                    others.add(room(target));
                }
            }
        }
        return uses;
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }
}
