package werkmeister.server.auth;

/** What a key may do; each role includes the ones before it. */
public enum Role {
    /** Reads what belongs to the tenant. */
    VIEWER,
    /** Changes what belongs to the tenant. */
    ENGINEER,
    /** Runs the site, and may act for any tenant. */
    OPERATOR;

    /** Whether this role may do whatever the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
