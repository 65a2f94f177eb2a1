package werkmeister.units;

import java.util.regex.Pattern;

/** Names a tenant: lower-case letters, digits and hyphens, as it stands in paths and URLs. */
public record TenantId(String value) implements Comparable<TenantId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public TenantId {
        if (!SHAPE.matcher(value).matches()) {
            throw Refusal.invalid(
                    "The tenant's name (%s) must be 1 to 63 lower-case letters, digits or hyphens."
                            .formatted(value));
        }
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
