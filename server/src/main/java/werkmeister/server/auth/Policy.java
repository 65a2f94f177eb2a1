package werkmeister.server.auth;

/** What a route demands of the one who calls it. There is no route without one. */
public enum Policy {
    /** Nobody needs to be known. */
    PUBLIC,
    VIEWER,
    ENGINEER,
    OPERATOR;

    /** Whether a role is enough. */
    public boolean admits(Role role) {
        return switch (this) {
            case PUBLIC -> true;
            case VIEWER -> role.includes(Role.VIEWER);
            case ENGINEER -> role.includes(Role.ENGINEER);
            case OPERATOR -> role.includes(Role.OPERATOR);
        };
    }
}
