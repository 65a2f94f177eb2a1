package werkmeister.factory.ledger;

import werkmeister.units.Money;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** What tenants were charged in each month (UTC, by the end of the run). */
public final class Spending {
    private final Map<TenantId, Map<YearMonth, Money>> months = new HashMap<>();

    public void add(LedgerEntry entry) {
        months.computeIfAbsent(entry.tenant(), _ -> new HashMap<>())
                .merge(month(entry.span().to()), entry.cost(), Money::plus);
    }

    public Money in(TenantId tenant, YearMonth month) {
        return months.getOrDefault(tenant, Map.of()).getOrDefault(month, Money.ZERO);
    }

    public static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
}
