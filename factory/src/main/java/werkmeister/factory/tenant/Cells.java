package werkmeister.factory.tenant;

import werkmeister.units.Refusal;

/**
 * Parts of the site that a tenant gets whole whenever it wants them; meanwhile others may borrow
 * them with work that can be interrupted (Zhao et al., HiveD, OSDI 2020).
 */
public record Cells(int nodes, int racks, int pods) {
    public Cells {
        if (nodes < 0 || racks < 0 || pods < 0) {
            throw Refusal.invalid(
                    "Cells (%d nodes, %d racks, %d pods) must not be negative."
                            .formatted(nodes, racks, pods));
        }
    }
}
