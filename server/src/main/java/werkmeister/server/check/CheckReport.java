package werkmeister.server.check;

import java.util.List;

/** What was checked and how it stands. */
public record CheckReport(long passed, long failed, List<Item> items) {
    public CheckReport {
        items = List.copyOf(items);
    }

    static CheckReport of(List<Item> items) {
        long passed = items.stream().filter(Item::ok).count();
        return new CheckReport(passed, items.size() - passed, items);
    }

    /** One invariant: a name, whether it holds, and how much was looked at or what is wrong. */
    public record Item(String name, boolean ok, String detail) {}
}
