package werkmeister.learning.order;

import werkmeister.plant.machine.MachineId;

import java.util.List;

/** What an order has to do with a training that several machines share. */
public sealed interface Share {
    /**
     * It is trained, and what becomes of it becomes of the orders that follow it.
     *
     * @param others the machines of those orders: learned from and tried on as its own is
     * @param sisters those of all these machines that are sisters of the others as well
     */
    record Leads(List<Sharer> others, List<MachineId> sisters) implements Share {
        public Leads {
            others = List.copyOf(others);
            sisters = List.copyOf(sisters);
        }
    }

    /**
     * It is not trained itself: it gets the files that become of another order.
     *
     * @param order the one that is trained, such as {@code order-3}
     */
    record Follows(String order) implements Share {}

    /**
     * Nothing is trained: it gets the files that became of an earlier order.
     *
     * @param order the one that was trained
     * @param version from which the files are, such as {@code pump-1/v2}
     */
    record TakenOver(String order, String version) implements Share {}
}
