package werkmeister.server.http;

import werkmeister.learning.predict.Outlook;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.Policy;
import werkmeister.server.chart.Outlooks;
import werkmeister.server.loop.CloudCommand;
import werkmeister.serving.control.ServingCommand;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.AnswerVerdict.Kind;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers to questions about machines, and what people say of them. */
final class OutlookRoutes {
    private final Doors doors;
    private final Performing performing;
    private final Outlooks outlooks;

    OutlookRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
        this.outlooks = new Outlooks(doors.cloud(), doors.store(), doors.models());
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/machines/{machine}/outlooks",
                                Policy.VIEWER,
                                "What the released versions answer, as of the latest sample.")
                        .gives(OutlooksView.class)
                        .by(this::outlooks),
                Route.get(
                                "/machines/{machine}/outlooks/verdicts",
                                Policy.VIEWER,
                                "What people said of the answers, the latest last.")
                        .with(Page.PARAMETERS.toArray(Route.Parameter[]::new))
                        .givesItems(AnswerVerdict.class)
                        .by(this::verdicts),
                Route.post(
                                "/machines/{machine}/outlooks/verdict",
                                Policy.ENGINEER,
                                "Judges an answer.")
                        .takes(AnswerVerdictBody.class)
                        .gives(AnswerVerdict.class)
                        .by(this::verdict));
    }

    /** An answer a question. */
    record OutlooksView(List<Outlooks.Answered> outlooks) {}

    /**
     * What a person says of an answer: a verdict, the truth, or both.
     *
     * @param topic may be left out where one question alone is answered
     * @param asOf the answer as of then is meant; empty: as of the latest sample
     * @param cycle of cycles, which one; empty: the latest
     * @param since of single samples, from when on the class was this; empty: the one sample
     */
    record AnswerVerdictBody(
            Optional<String> topic,
            Optional<Kind> verdict,
            Optional<Instant> asOf,
            Optional<String> cycle,
            Optional<Instant> since,
            Optional<String> trueClass,
            Optional<Instant> failedAt,
            Optional<String> note,
            Optional<Boolean> replace) {}

    private Reply outlooks(Call call) {
        return Reply.ok(new OutlooksView(outlooks.of(call.tenant(), machine(call))));
    }

    private Reply verdicts(Call call) {
        MachineId machine = machine(call);
        List<AnswerVerdict> all =
                doors.cloud().read(books -> books.serving().answerVerdicts(call.tenant(), machine));
        return Reply.ok(Page.of(all, said -> said.topic() + "@" + said.from(), call));
    }

    private Reply verdict(Call call) {
        // The answer is made anew to be judged, and may not be to be had any more.
        Optional<Reply> earlier = performing.earlier(call.once());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        MachineId machine = machine(call);
        var body = call.body(AnswerVerdictBody.class);
        Outlooks.AsOf answer = outlooks.answer(call.tenant(), machine, body.topic(), body.asOf());
        var said = new Said(body, answer.outlook()).about();
        var verdict =
                new AnswerVerdict(
                        call.tenant(),
                        machine,
                        answer.topic(),
                        answer.version(),
                        said.from(),
                        said.to(),
                        said.kind(),
                        said.told(),
                        said.trueClass(),
                        body.failedAt(),
                        "key:" + call.actor().prefix(),
                        Instant.EPOCH,
                        body.note().orElse(""));
        var command =
                new ServingCommand.JudgeAnswer(
                        call.tenant(), verdict, body.replace().orElse(false));
        return performing.perform(
                call,
                new CloudCommand.ToServing(command),
                200,
                _ ->
                        doors.cloud()
                                .read(books ->
                                        books
                                                .serving()
                                                .answerVerdicts(call.tenant(), machine)
                                                .stream()
                                                .filter(verdict::isAboutTheSameAs)
                                                .findFirst()
                                                .orElseThrow()));
    }

    /** Refuses a machine that is not the tenant's. */
    private MachineId machine(Call call) {
        Machine machine = doors.cloud().read(books -> PlantRoutes.machine(call, books));
        return machine.id();
    }

    /** What of an answer is meant, and what is said of it. */
    private record About(
            Instant from,
            Instant to,
            Kind kind,
            Optional<String> told,
            Optional<String> trueClass) {}

    /** What a person says beside the answer that it is said of. */
    private record Said(AnswerVerdictBody body, Outlook outlook) {
        About about() {
            return switch (outlook) {
                case Outlook.Life life -> ofLife(life);
                case Outlook.Told told -> {
                    require(body.cycle().isEmpty(), "cycle", "of classes of cycles");
                    Instant from = body.since().orElse(told.asOf());
                    if (from.isAfter(told.asOf())) {
                        throw Refusal.invalid(
                                "The time (since %s) lies after the answer (%s)."
                                        .formatted(from, told.asOf()));
                    }
                    yield ofClass(from, told.asOf(), told.told());
                }
                case Outlook.Cycles cycles -> {
                    require(body.since().isEmpty(), "since", "of classes of single samples");
                    Outlook.ToldCycle cycle = cycle(cycles);
                    yield ofClass(cycle.from(), cycle.to(), cycle.told());
                }
                case Outlook.Course course -> {
                    requireNoClass();
                    require(body.failedAt().isEmpty(), "failedAt", "of remaining lives");
                    yield new About(
                            course.asOf(),
                            course.asOf(),
                            body.verdict().orElseThrow(Said::nothingSaid),
                            Optional.empty(),
                            Optional.empty());
                }
            };
        }

        /** Right is what the failure fell into the interval of. */
        private About ofLife(Outlook.Life life) {
            requireNoClass();
            Kind kind =
                    body.verdict()
                            .or(() -> body.failedAt().map(failed -> within(life, failed)))
                            .orElseThrow(Said::nothingSaid);
            return new About(life.asOf(), life.asOf(), kind, Optional.empty(), Optional.empty());
        }

        private static Kind within(Outlook.Life life, Instant failed) {
            boolean within =
                    !failed.isBefore(life.asOf().plus(life.low()))
                            && !failed.isAfter(life.asOf().plus(life.high()));
            return within ? Kind.RIGHT : Kind.WRONG;
        }

        private About ofClass(Instant from, Instant to, String told) {
            require(body.failedAt().isEmpty(), "failedAt", "of remaining lives");
            Optional<String> named = body.trueClass().map(String::strip);
            Kind kind =
                    body.verdict()
                            .or(() -> named.map(one -> one.equals(told) ? Kind.RIGHT : Kind.WRONG))
                            .orElseThrow(Said::nothingSaid);
            Optional<String> truth =
                    named.or(() -> kind == Kind.RIGHT ? Optional.of(told) : Optional.empty());
            return new About(from, to, kind, Optional.of(told), truth);
        }

        private Outlook.ToldCycle cycle(Outlook.Cycles cycles) {
            List<Outlook.ToldCycle> all = cycles.cycles();
            return body.cycle()
                    .map(wanted ->
                            all.reversed().stream()
                                    .filter(one -> one.cycle().equals(wanted))
                                    .findFirst()
                                    .orElseThrow(() ->
                                            Refusal.notFound(
                                                    "Cycle (%s) is not among those answered as of (%s), from (%s) to (%s): name another time (asOf)."
                                                            .formatted(
                                                                    wanted,
                                                                    cycles.asOf(),
                                                                    all.getFirst().cycle(),
                                                                    all.getLast().cycle()))))
                    .orElseGet(all::getLast);
        }

        private void requireNoClass() {
            require(body.trueClass().isEmpty(), "trueClass", "of classes");
            require(body.cycle().isEmpty(), "cycle", "of classes of cycles");
            require(body.since().isEmpty(), "since", "of classes of single samples");
        }

        private static void require(boolean absent, String name, String of) {
            if (!absent) {
                throw Refusal.invalid(
                        "Only answers %s have a (%s): leave it out.".formatted(of, name));
            }
        }

        private static Refusal nothingSaid() {
            return Refusal.invalid(
                    "Nothing is said of the answer: give a verdict (RIGHT, WRONG) or the truth"
                            + " (trueClass, failedAt).");
        }
    }
}
