package werkmeister.server.loop;

import org.jspecify.annotations.Nullable;

import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The cloud: one thread judges commands, appends what follows to the journal and only then answers.
 *
 * <p>The writer takes every command that waits, up to a limit, judges and applies one after the
 * other, and makes all their events durable in one transaction (group commit). It holds the write
 * lock until they are durable, so nobody reads what could still be lost. When an append fails,
 * memory is ahead of the journal: the cloud stops for good, and a restart tells what was kept.
 */
public final class Cloud implements AutoCloseable {
    /** Commands that may wait; the next caller is told to come back. */
    static final int WAITING_MAX = 4096;

    /** Commands that share one commit. */
    static final int GROUP_MAX = 512;

    private final Journal journal;
    private final InstantSource clock;
    private final Books books;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Consumer<List<Journal.Entry>>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Thread writer;
    private final Instant startedAt;
    private final Keeper keeper;
    private volatile boolean closing;

    private record Pending(
            Caller caller,
            CloudCommand command,
            Function<List<CloudEvent>, Answer> answer,
            CompletableFuture<Reply> reply) {}

    /** The answer, and whether it was given before. */
    public record Reply(Answer answer, boolean replayed) {}

    private Cloud(Journal journal, InstantSource clock, Books books, long snapshotAt) {
        this.journal = journal;
        this.clock = clock;
        this.books = books;
        this.keeper = new Keeper(journal, snapshotAt);
        this.startedAt = clock.instant();
        this.writer = Thread.ofPlatform().name("control-loop").unstarted(this::run);
    }

    /**
     * Rebuilds the books from the newest snapshot and the entries after it, then starts the writer.
     */
    public static Cloud open(Journal journal, InstantSource clock) {
        Optional<Journal.Snapshot> snapshot = journal.snapshot();
        Optional<Books> kept = snapshot.flatMap(Cloud::books);
        var books = kept.orElseGet(Books::new);
        long from = kept.isPresent() ? snapshot.orElseThrow().sequence() : 0;
        Replay.into(books, journal, from);
        var cloud = new Cloud(journal, clock, books, from);
        cloud.writer.start();
        return cloud;
    }

    /**
     * Empty where another version of the product kept it in another shape: all is replayed then.
     */
    private static Optional<Books> books(Journal.Snapshot snapshot) {
        try {
            return Optional.of(Books.of(Json.read(snapshot.state(), Books.State.class)));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    /**
     * Judges a command; when it returns, what followed is durable. The answer is made of the
     * events, in the writer's thread, after they were applied and before anyone else's command.
     */
    public Reply perform(
            Caller caller, CloudCommand command, Function<List<CloudEvent>, Answer> answer) {
        var pending = new Pending(caller, command, answer, new CompletableFuture<>());
        requireRunning();
        if (!waiting.offer(pending)) {
            throw Refusal.capacity(
                    "More than %d commands wait; try again in a second.".formatted(WAITING_MAX));
        }
        try {
            return pending.reply().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** Judges a command of the cloud's own and answers with the events that followed. */
    public List<CloudEvent> perform(Caller caller, CloudCommand command) {
        var followed = new ArrayList<CloudEvent>();
        perform(
                caller,
                command,
                events -> {
                    followed.addAll(events);
                    return new Answer(200, "");
                });
        return followed;
    }

    /**
     * Judges commands of the cloud's own one after the other, in as few commits as can be. One that
     * is refused has no effect and stops none of the others.
     */
    public void performAll(Caller caller, List<CloudCommand> commands) {
        var replies = new ArrayList<CompletableFuture<Reply>>();
        for (CloudCommand command : commands) {
            var pending =
                    new Pending(
                            caller, command, _ -> new Answer(200, ""), new CompletableFuture<>());
            requireRunning();
            try {
                waiting.put(pending);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            replies.add(pending.reply());
        }
        for (CompletableFuture<Reply> reply : replies) {
            try {
                reply.join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof Refusal)) {
                    throw e;
                }
            }
        }
    }

    private void requireRunning() {
        if (closing || failure.isDone()) {
            throw Refusal.capacity("The server is stopping; try again when it is back.");
        }
    }

    /** The answer already given under an idempotency key, before the work is done again. */
    public Optional<Answer> answered(Caller.Once once) {
        return read(state -> state.answers().find(once));
    }

    /** Looks at the books. What the function returns must not be a live part of them. */
    public <T> T read(Function<Books, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(books);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Where the state in memory differs from what a replay of the whole journal gives; empty if
     * nowhere.
     */
    public Optional<String> replayDifference() {
        lock.readLock().lock();
        try {
            var replayed = new Books();
            Replay.into(replayed, journal, 0);
            return replayed.state().difference(books.state());
        } finally {
            lock.readLock().unlock();
        }
    }

    public Journal journal() {
        return journal;
    }

    /** When this server came up. */
    public Instant startedAt() {
        return startedAt;
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * Calls back with entries that have become durable, in order, from the writer's thread: be
     * quick.
     */
    public AutoCloseable listen(Consumer<List<Journal.Entry>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Completes when the journal cannot be written any more: the process must end. */
    public CompletableFuture<Throwable> failure() {
        return failure;
    }

    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failure.isDone()) {
            keeper.finish(books);
        }
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Pending first = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    serve(first);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.complete(e);
        }
        Throwable why = failure.isDone() ? failure.join() : null;
        for (Pending left = waiting.poll(); left != null; left = waiting.poll()) {
            left.reply().completeExceptionally(stopped(why));
        }
    }

    private void serve(Pending first) {
        var group = new ArrayList<Pending>();
        group.add(first);
        waiting.drainTo(group, GROUP_MAX - 1);
        var replies = new ArrayList<Runnable>();
        List<Journal.Entry> entries;
        lock.writeLock().lock();
        try {
            var drafts = new ArrayList<Journal.Draft>();
            group.forEach(pending -> replies.add(judge(pending, drafts)));
            entries = drafts.isEmpty() ? List.of() : journal.append(drafts);
        } catch (RuntimeException
                | Error e) { // Also an answer's bug: memory may be ahead of the journal.
            group.forEach(pending -> pending.reply().completeExceptionally(stopped(e)));
            throw e;
        } finally {
            lock.writeLock().unlock();
        }
        replies.forEach(Runnable::run);
        if (!entries.isEmpty()) {
            listeners.forEach(listener -> listener.accept(entries));
        }
        keeper.keepIfDue(books);
    }

    /**
     * Judges and applies one command, adds its drafts, and returns what to tell the caller once
     * they are durable. A command that cannot be judged fails alone; from the first {@code apply}
     * on, any error stops the cloud.
     */
    private Runnable judge(Pending pending, List<Journal.Draft> drafts) {
        Instant now = clock.instant();
        List<CloudEvent> events;
        List<Journal.Draft> ours = new ArrayList<>();
        try {
            Optional<Answer> before = pending.caller().once().flatMap(books.answers()::find);
            if (before.isPresent()) {
                return () -> pending.reply().complete(new Reply(before.get(), true));
            }
            events = books.decide(pending.command(), now);
            events.forEach(event -> ours.add(draft(event, pending.caller(), now)));
        } catch (RuntimeException e) {
            return () -> pending.reply().completeExceptionally(e);
        }
        events.forEach(books::apply);
        if (pending.command() instanceof CloudCommand.Dispatch(var _, var most)
                && !events.isEmpty()) {
            events = dispatchOn(pending, events, most, now, ours);
        }
        Answer answer = pending.answer().apply(events);
        pending.caller()
                .once()
                .ifPresent(once -> {
                    var answered =
                            new CloudEvent.Answered(
                                    once.tenant(), once.key(), once.request(), answer);
                    books.apply(answered);
                    ours.add(draft(answered, pending.caller(), now));
                });
        drafts.addAll(ours);
        return () -> pending.reply().complete(new Reply(answer, false));
    }

    /** Decides and applies again and again: each decision sees what the one before has done. */
    private List<CloudEvent> dispatchOn(
            Pending pending,
            List<CloudEvent> first,
            int most,
            Instant now,
            List<Journal.Draft> drafts) {
        var all = new ArrayList<>(first);
        for (int i = 1; i < most; i++) {
            List<CloudEvent> next = books.decide(pending.command(), now);
            if (next.isEmpty()) {
                break;
            }
            next.forEach(event -> drafts.add(draft(event, pending.caller(), now)));
            next.forEach(books::apply);
            all.addAll(next);
        }
        return all;
    }

    private static Journal.Draft draft(CloudEvent event, Caller caller, Instant now) {
        EventNames.Named named = EventNames.name(event);
        return new Journal.Draft(
                now,
                EventNames.tenant(event),
                caller.actor(),
                named.type(),
                Json.write(named.payload()));
    }

    private static Throwable stopped(@Nullable Throwable why) {
        return new IllegalStateException(
                "The journal cannot be written; nothing that was not acknowledged is promised. Free"
                        + " space or repair the disk and start again.",
                why);
    }
}
