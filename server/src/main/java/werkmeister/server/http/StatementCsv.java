package werkmeister.server.http;

import werkmeister.factory.ledger.Sums;
import werkmeister.server.http.StatementRoutes.RowView;
import werkmeister.server.http.StatementRoutes.StatementView;
import werkmeister.server.http.StatementRoutes.TenantSums;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement as comma-separated values (RFC 4180, UTF-8, a point before decimals). The column
 * {@code line} says what a line is: a job, a tenant's sum, or the sum of all. Seconds have three
 * decimals and euros six: nothing is rounded but the energy, to a millionth of a kilowatt hour.
 */
final class StatementCsv {
    static final String HEAD =
            "line,month,zone,tenant,job,name,attempts,gpu_seconds_in_quota,gpu_seconds_borrowed,"
                    + "gpu_seconds_unknown,gpu_seconds_lost,gpu_seconds_reserved_idle,cpu_seconds,"
                    + "energy_kwh,cost_euro";

    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);
    private static final int KWH_DECIMALS = 6;

    private StatementCsv() {}

    static void write(StatementView view, OutputStream out) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(HEAD + "\r\n");
        for (RowView row : view.rows()) {
            line(view, writer, row.used(), "job", row.tenant(), row.job(), row.name());
        }
        for (TenantSums tenant : view.tenants()) {
            String name = tenant.name().orElse("");
            line(view, writer, tenant.used(), "tenant", tenant.tenant(), "", name);
        }
        line(view, writer, view.total(), "all", "", "", "");
        writer.flush();
    }

    private static void line(StatementView view, Writer out, Sums used, String kind, String... who)
            throws IOException {
        var cells =
                Stream.of(
                        Stream.of(kind, view.month(), view.zone()),
                        Stream.of(who).map(StatementCsv::cell),
                        Stream.of(
                                String.valueOf(used.attempts()),
                                thousandths(used.inQuota().milliseconds()),
                                thousandths(used.borrowed().milliseconds()),
                                thousandths(used.unknown().milliseconds()),
                                thousandths(used.lost().milliseconds()),
                                thousandths(used.reservedIdle().milliseconds()),
                                thousandths(used.cpuTime().milliseconds()),
                                kilowattHours(used.energy().joules()),
                                BigDecimal.valueOf(used.cost().microEuros(), 6).toPlainString()));
        out.write(cells.flatMap(part -> part).collect(Collectors.joining(",")) + "\r\n");
    }

    private static String thousandths(long milliseconds) {
        return BigDecimal.valueOf(milliseconds, 3).toPlainString();
    }

    private static String kilowattHours(long joules) {
        return BigDecimal.valueOf(joules)
                .divide(JOULES_PER_KWH, KWH_DECIMALS, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** A text; one that a spreadsheet would take for a formula is kept from it by an apostrophe. */
    private static String cell(String text) {
        String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
