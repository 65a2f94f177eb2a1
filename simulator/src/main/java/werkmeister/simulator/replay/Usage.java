package werkmeister.simulator.replay;

import java.util.HashMap;
import java.util.Map;

/** GPU time that tenants have used, half of it forgotten each week. */
final class Usage {
    private static final double HALF_LIFE = 7 * 86_400;

    private final Map<String, Tenant> tenants = new HashMap<>();

    private static final class Tenant {
        double used;
        long gpus;
        long at;

        /** Running work counts while it runs; what is used decays continuously. */
        void until(long now) {
            double kept = Math.pow(0.5, (now - at) / HALF_LIFE);
            double rate = Math.log(2) / HALF_LIFE;
            used = used * kept + gpus * (1 - kept) / rate;
            at = now;
        }
    }

    void hold(String tenant, int gpus, long now) {
        Tenant one = tenants.computeIfAbsent(tenant, _ -> new Tenant());
        one.until(now);
        one.gpus += gpus;
    }

    double used(String tenant, long now) {
        Tenant one = tenants.computeIfAbsent(tenant, _ -> new Tenant());
        one.until(now);
        return one.used;
    }
}
