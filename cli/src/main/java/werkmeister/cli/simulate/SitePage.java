package werkmeister.cli.simulate;

import werkmeister.cli.terminal.Shell;
import werkmeister.simulator.replay.ReplayReport.SizeClass;
import werkmeister.simulator.virtual.SiteReport;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One page with drawings of a simulated site; it needs nothing but a browser. */
record SitePage(Shell shell) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 180;

    /** Of the table; what else it has on a terminal is a drawing. */
    private static final int COLUMNS = 6;

    private static final List<String> COLOURS = List.of("#1f6feb", "#d9822b");

    String of(SiteSimulation simulation) {
        SiteReport first = simulation.reports().getFirst();
        var page = new StringBuilder();
        page.append(
                "<!doctype html><html lang=\"%s\"><meta charset=\"utf-8\">"
                        .formatted(shell.say("simulate.page.lang")));
        page.append("<title>%s</title>".formatted(text(shell.say("simulate.page.title"))));
        page.append(
                "<style>body{font:15px system-ui;margin:2rem"
                    + " auto;max-width:60rem;color:#222}svg{width:100%;height:auto}td,th{padding:.2rem"
                    + " .8rem;text-align:right}td:first-child,th:first-child{text-align:left}</style>");
        page.append("<h1>%s</h1>".formatted(text(new SiteAccount(shell).head(first))));
        if (simulation.reports().size() > 1) {
            page.append(
                    "<p><span style=\"color:%s\">■</span> %s <span style=\"color:%s\">■</span> %s</p>"
                            .formatted(
                                    COLOURS.get(0),
                                    text(shell.say("simulate.page.as-is")),
                                    COLOURS.get(1),
                                    text(String.join(", ", simulation.whatIf()))));
        }
        plot(page, "simulate.page.use", simulation, day -> 100 * day.utilisation(), 100);
        plot(page, "simulate.page.waiting", simulation, SiteReport.Day::waiting, 0);
        plot(page, "simulate.page.gpus", simulation, SiteReport.Day::gpus, 0);
        plot(page, "simulate.page.lost", simulation, SiteReport.Day::lostHours, 0);
        simulation.reports().forEach(report -> table(page, report));
        return page.append("</html>\n").toString();
    }

    private void plot(
            StringBuilder page,
            String title,
            SiteSimulation simulation,
            ToDoubleFunction<SiteReport.Day> value,
            double atLeast) {
        double most =
                simulation.reports().stream()
                        .flatMap(report -> report.daily().stream())
                        .mapToDouble(value)
                        .reduce(atLeast, Math::max);
        page.append("<h2>%s</h2>".formatted(text(shell.say(title))));
        page.append(
                "<svg viewBox=\"-70 -10 %d %d\" role=\"img\">".formatted(WIDTH + 90, HEIGHT + 40));
        for (int i = 0; i <= 4; i++) {
            double y = HEIGHT - HEIGHT * i / 4.0;
            page.append(
                    String.format(
                            Locale.ROOT,
                            "<line x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\""
                                + " stroke=\"#ddd\"/><text x=\"-8\" y=\"%.1f\" text-anchor=\"end\""
                                + " font-size=\"13\">%s</text>",
                            WIDTH,
                            y,
                            y,
                            y + 4,
                            text(shell.writing().number(most * i / 4, most < 10 ? 1 : 0))));
        }
        for (int i = 0; i < simulation.reports().size(); i++) {
            line(page, simulation.reports().get(i).daily(), value, most, COLOURS.get(i));
        }
        page.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"13\">%s</text></svg>"
                        .formatted(WIDTH, HEIGHT + 22, text(shell.say("simulate.page.days"))));
    }

    private static void line(
            StringBuilder page,
            List<SiteReport.Day> days,
            ToDoubleFunction<SiteReport.Day> value,
            double most,
            String colour) {
        page.append(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\""
                        .formatted(colour));
        for (int i = 0; i < days.size(); i++) {
            double x = days.size() == 1 ? 0 : (double) WIDTH * i / (days.size() - 1);
            double y = HEIGHT * (1 - value.applyAsDouble(days.get(i)) / Math.max(1e-9, most));
            page.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        page.append("\"/>");
    }

    private void table(StringBuilder page, SiteReport report) {
        page.append("<table><tr>");
        List<String> heads = List.of(shell.say("simulate.replay.table").split("\\|"));
        for (String head : heads.subList(0, COLUMNS)) {
            page.append("<th>%s</th>".formatted(text(head.replace(">", ""))));
        }
        page.append("</tr>");
        for (SizeClass one : report.classes()) {
            page.append(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                            .formatted(
                                    one.gpus().equals("all")
                                            ? text(shell.say("simulate.replay.all"))
                                            : one.gpus(),
                                    shell.writing().count(one.jobs()),
                                    shell.writing().seconds(one.waitP50()),
                                    shell.writing().seconds(one.waitP95()),
                                    shell.writing().seconds(one.waitMax()),
                                    shell.writing().number(one.slowdown(), 1)));
        }
        page.append("</table>");
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
