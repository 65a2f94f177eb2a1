package werkmeister.factory.ledger;

import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a month cost, line by line. A run is billed as a whole in the month in which it ended, also
 * one that began in an earlier month; one that still runs is not billed yet.
 *
 * @param zone whose midnight parts the months
 * @param rows a line for each job of each tenant, by tenant and then by age of the job
 * @param tenants the sums of their rows
 * @param days the same by the day on which runs ended; only days on which any did
 * @param total of all rows
 */
public record Statement(
        YearMonth month,
        ZoneId zone,
        List<Row> rows,
        List<OfTenant> tenants,
        List<OfDay> days,
        Sums total) {
    private static final Comparator<String> BY_AGE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    public Statement {
        rows = List.copyOf(rows);
        tenants = List.copyOf(tenants);
        days = List.copyOf(days);
    }

    /** One job of a tenant. */
    public record Row(TenantId tenant, String job, Sums used) {}

    public record OfTenant(TenantId tenant, Sums used) {}

    public record OfDay(LocalDate day, Sums used) {}

    /** From a month's first midnight in a zone to the next month's. */
    public static TimeSpan span(YearMonth month, ZoneId zone) {
        return new TimeSpan(
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
    }

    /** The statement of whatever of these entries belongs to the month. */
    public static Statement of(YearMonth month, ZoneId zone, Collection<LedgerEntry> entries) {
        var span = span(month, zone);
        var jobs = new TreeMap<TenantId, Map<String, Sums>>();
        var days = new TreeMap<LocalDate, Sums>();
        for (LedgerEntry entry : entries) {
            if (span.contains(entry.span().to())) {
                Sums used = Sums.of(entry);
                jobs.computeIfAbsent(entry.tenant(), _ -> new HashMap<>())
                        .merge(entry.job(), used, Sums::plus);
                days.merge(LocalDate.ofInstant(entry.span().to(), zone), used, Sums::plus);
            }
        }
        var rows = new ArrayList<Row>();
        var tenants = new ArrayList<OfTenant>();
        var total = Sums.ZERO;
        for (var tenant : jobs.entrySet()) {
            var sum = Sums.ZERO;
            for (String job : tenant.getValue().keySet().stream().sorted(BY_AGE).toList()) {
                Sums used = tenant.getValue().getOrDefault(job, Sums.ZERO);
                rows.add(new Row(tenant.getKey(), job, used));
                sum = sum.plus(used);
            }
            tenants.add(new OfTenant(tenant.getKey(), sum));
            total = total.plus(sum);
        }
        var byDay = days.entrySet().stream().map(day -> new OfDay(day.getKey(), day.getValue()));
        return new Statement(month, zone, rows, tenants, byDay.toList(), total);
    }
}
