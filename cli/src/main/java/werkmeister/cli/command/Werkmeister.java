package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Together;
import werkmeister.learning.order.Intent;
import werkmeister.server.auth.Role;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Verdict;
import werkmeister.units.Memory;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The root of the commands. */
@Command(name = "werkmeister")
public final class Werkmeister implements Runnable {
    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Option(names = "--version", descriptionKey = "option.version")
    boolean version;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhdw])");
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,9})([MGT])i?B?");

    private Werkmeister(Shell shell) {
        this.shell = shell;
    }

    /** Runs one command and returns its exit code. */
    public static int run(Shell shell, String... arguments) {
        return commandLine(shell).execute(arguments);
    }

    /** All commands, in the order of their use. */
    static CommandLine commandLine(Shell shell) {
        var line = new CommandLine(new Werkmeister(shell));
        for (Object command : commands(shell)) {
            line.addSubcommand(command);
        }
        var failures = new Failures(shell);
        line.setResourceBundle(shell.words().bundle());
        line.setOut(writer(shell.out()));
        line.setErr(writer(shell.err()));
        line.setUsageHelpWidth(Math.clamp(shell.columns(), 60, 110));
        line.registerConverter(VersionName.class, VersionName::of);
        line.registerConverter(Instant.class, Instant::parse);
        line.registerConverter(YearMonth.class, YearMonth::parse);
        line.registerConverter(Memory.class, Werkmeister::memory);
        line.registerConverter(Together.Level.class, SubmitCommand::level);
        line.registerConverter(Duration.class, Werkmeister::duration);
        line.registerConverter(Language.class, name -> Language.named(name).orElseThrow());
        line.registerConverter(Verdict.Kind.class, Werkmeister::verdict);
        line.registerConverter(
                AnswerVerdict.Kind.class,
                name -> AnswerVerdict.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        line.registerConverter(Intent.class, name -> Intent.valueOf(name.toUpperCase(Locale.ROOT)));
        line.registerConverter(
                NodeState.class, name -> NodeState.valueOf(name.toUpperCase(Locale.ROOT)));
        line.registerConverter(Role.class, name -> Role.valueOf(name.toUpperCase(Locale.ROOT)));
        line.setParameterExceptionHandler(failures::wrongWords);
        line.setExecutionExceptionHandler(failures::failed);
        return line;
    }

    private static List<Object> commands(Shell shell) {
        return List.of(
                new DemoCommand(shell),
                new ServeCommand(shell),
                new MachinesCommand(shell),
                new AssetsCommand(shell),
                new ImportCommand(shell),
                new TrainCommand(shell),
                new ImportModelCommand(shell),
                new ModelsCommand(shell),
                new GateCommand(shell),
                new ReleaseCommand(shell),
                new ShadowCommand(shell),
                new ComparisonCommand(shell),
                new PromoteCommand(shell),
                new OutlookCommand(shell),
                new FindingsCommand(shell),
                new VerdictCommand(shell),
                new SubmitCommand(shell),
                new JobsCommand(shell),
                SiteCommand.line(shell),
                new NodesCommand(shell),
                NodeCommand.line(shell),
                new CloseCommand(shell),
                new ReopenCommand(shell),
                new AgentCommand(shell),
                new SimulateCommand(shell),
                new PlanCommand(shell),
                new LedgerCommand(shell),
                new StatementCommand(shell),
                JournalCommand.line(shell),
                new CheckCommand(shell),
                new BacktestCommand(shell),
                new ExportCommand(shell),
                new RestoreCommand(shell),
                new KeysCommand(shell),
                new TenantsCommand(shell),
                new GroupsCommand(shell),
                new WorkerCommand());
    }

    /** Such as 512M or 32G, as powers of two. */
    private static Memory memory(String text) {
        var parts = MEMORY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        int shift =
                switch (parts.group(2)) {
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 40;
                };
        return new Memory(Long.parseLong(parts.group(1)) << shift);
    }

    /** Such as 90m, 24h, 7d, or as ISO 8601 has it. */
    private static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Duration.parse(text);
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }

    /** People write a hyphen where Java has an underscore. */
    private static Verdict.Kind verdict(String text) {
        return Verdict.Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        if (version) {
            shell.out().println("werkmeister " + Product.VERSION);
        } else {
            commandLine(shell).usage(shell.out());
        }
    }
}
