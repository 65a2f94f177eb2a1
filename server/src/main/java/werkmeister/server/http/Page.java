package werkmeister.server.http;

import werkmeister.units.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, absent on the last one
 */
record Page<T>(List<T> items, Optional<String> next) {
    /** Items of a page unless asked otherwise. */
    static final int LIMIT_DEFAULT = 100;

    /** Items of a page at most. */
    static final int LIMIT_MAX = 1000;

    /** The parameters that every list takes. */
    static final List<Route.Parameter> PARAMETERS =
            List.of(
                    Route.Parameter.optional(
                            "after", "string", "The cursor that the page before named as next."),
                    Route.Parameter.optional(
                            "limit",
                            "integer",
                            "Items of a page, 1 to %d, else %d."
                                    .formatted(LIMIT_MAX, LIMIT_DEFAULT)));

    /** The page that a call asks for, of a list whose items each have a cursor of their own. */
    static <T> Page<T> of(List<T> all, Function<T, String> cursor, Call call) {
        int limit = limit(call);
        int from = call.query("after").map(after -> indexAfter(all, cursor, after)).orElse(0);
        int to = Math.min(all.size(), from + limit);
        var items = List.copyOf(all.subList(from, to));
        return new Page<>(
                items,
                to < all.size() ? Optional.of(cursor.apply(all.get(to - 1))) : Optional.empty());
    }

    static int limit(Call call) {
        return (int) call.wholeNumber("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
    }

    private static <T> int indexAfter(List<T> all, Function<T, String> cursor, String after) {
        for (int i = 0; i < all.size(); i++) {
            if (cursor.apply(all.get(i)).equals(after)) {
                return i + 1;
            }
        }
        throw unknown(after);
    }

    /** There is no such cursor in the list. */
    static Unanswerable unknown(String after) {
        return new Unanswerable(
                Problem.of(
                        400,
                        Refusal.Kind.INVALID,
                        "The cursor after (%s) names nothing in this list: take next from the page before."
                                .formatted(after)));
    }
}
