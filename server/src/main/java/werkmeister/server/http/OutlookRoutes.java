package werkmeister.server.http;

import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.Policy;
import werkmeister.server.chart.Outlooks;

import java.util.List;

/** Answers to questions about machines. */
final class OutlookRoutes {
    private final Outlooks outlooks;

    OutlookRoutes(Doors doors) {
        this.outlooks = new Outlooks(doors.cloud(), doors.store(), doors.models());
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/machines/{machine}/outlooks",
                                Policy.VIEWER,
                                "What the released versions answer, as of the latest sample.")
                        .gives(OutlooksView.class)
                        .by(this::outlooks));
    }

    /** An answer a question. */
    record OutlooksView(List<Outlooks.Answered> outlooks) {}

    private Reply outlooks(Call call) {
        return Reply.ok(
                new OutlooksView(outlooks.of(call.tenant(), new MachineId(call.path("machine")))));
    }
}
