package werkmeister.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.server.json.Json;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;

class AccessTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TenantId DEMO = new TenantId("demo");
    private static final TenantId FOUNDRY = new TenantId("foundry");

    private final Access access = new Access();

    @Test
    void aKeyIsAddedListedAndRevokedForEver() {
        add(DEMO, "AAAAAAAA", Role.ENGINEER);

        assertThat(access.keys(DEMO)).extracting(AccessKey::prefix).containsExactly("AAAAAAAA");
        assertThat(access.keys(FOUNDRY)).isEmpty();

        tell(new AccessCommand.RevokeKey(DEMO, "AAAAAAAA"));

        assertThat(access.key("AAAAAAAA").orElseThrow().revoked()).contains(NOW);
        assertThatThrownBy(() -> add(DEMO, "AAAAAAAA", Role.VIEWER))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(AAAAAAAA)");
        assertRefused(new AccessCommand.RevokeKey(DEMO, "AAAAAAAA"), Refusal.Kind.CONFLICT);
    }

    @Test
    void anotherTenantsKeyIsNotThere() {
        add(DEMO, "AAAAAAAA", Role.ENGINEER);

        assertRefused(new AccessCommand.RevokeKey(FOUNDRY, "AAAAAAAA"), Refusal.Kind.NOT_FOUND);
        assertRefused(new AccessCommand.RevokeKey(FOUNDRY, "BBBBBBBB"), Refusal.Kind.NOT_FOUND);
    }

    @Test
    void theLastOperatorCannotLockHimselfOut() {
        add(DEMO, "AAAAAAAA", Role.OPERATOR);
        add(DEMO, "BBBBBBBB", Role.ENGINEER);
        assertRefused(new AccessCommand.RevokeKey(DEMO, "AAAAAAAA"), Refusal.Kind.CONFLICT);

        add(FOUNDRY, "CCCCCCCC", Role.OPERATOR);
        tell(new AccessCommand.RevokeKey(DEMO, "AAAAAAAA"));

        assertThat(access.key("AAAAAAAA").orElseThrow().revoked()).isPresent();
    }

    @Test
    void aSnapshotThroughJsonIsTheSameBook() {
        add(DEMO, "AAAAAAAA", Role.OPERATOR);
        add(FOUNDRY, "BBBBBBBB", Role.VIEWER);
        tell(new AccessCommand.RevokeKey(FOUNDRY, "BBBBBBBB"));

        var again = Access.of(Json.read(Json.write(access.state()), Access.State.class));

        assertThat(again.state()).isEqualTo(access.state());
    }

    @Test
    void tooManyKeysAndTooLongNotesAreRefused() {
        for (int i = 0; i < Access.KEYS_OF_A_TENANT_MAX; i++) {
            add(DEMO, "K%07d".formatted(i), Role.VIEWER);
        }
        assertRefused(adding(DEMO, "AAAAAAAA", Role.VIEWER, ""), Refusal.Kind.CAPACITY);
        assertRefused(
                adding(FOUNDRY, "AAAAAAAA", Role.VIEWER, "n".repeat(201)), Refusal.Kind.INVALID);
    }

    private void add(TenantId tenant, String prefix, Role role) {
        tell(adding(tenant, prefix, role, "for a test"));
    }

    private static AccessCommand adding(TenantId tenant, String prefix, Role role, String note) {
        return new AccessCommand.AddKey(prefix, Sha256.of(prefix), tenant, role, note);
    }

    private void tell(AccessCommand command) {
        access.decide(command, NOW).forEach(access::apply);
    }

    private void assertRefused(AccessCommand command, Refusal.Kind kind) {
        var before = access.state();
        assertThatThrownBy(() -> access.decide(command, NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
        assertThat(access.state()).isEqualTo(before);
    }
}
