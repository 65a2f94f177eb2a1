package werkmeister.server.http;

import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Hands a call's command to the control loop and its answer back. */
final class Performing {
    private final Cloud cloud;

    Performing(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Performs a command that is answered with its status alone. */
    Reply.Recorded perform(Call call, CloudCommand command) {
        return recorded(
                cloud.perform(caller(call, call.once()), command, _ -> new Answer(204, "")));
    }

    /**
     * Performs a command; the body is made of the events when they are applied. It is made in the
     * control loop's own thread and must not fail.
     */
    Reply.Recorded perform(
            Call call, CloudCommand command, int status, Function<List<CloudEvent>, Object> body) {
        return recorded(
                cloud.perform(
                        caller(call, call.once()),
                        command,
                        events -> new Answer(status, Json.write(body.apply(events)))));
    }

    static Reply.Recorded recorded(Cloud.Reply reply) {
        return new Reply.Recorded(reply.answer().status(), reply.answer().body(), reply.replayed());
    }

    /** The same where the file was hashed on its way in. */
    Optional<Reply> earlier(Optional<Caller.Once> once) {
        return once.flatMap(cloud::answered)
                .map(answer -> new Reply.Recorded(answer.status(), answer.body(), true));
    }

    static Caller caller(Call call, Optional<Caller.Once> once) {
        return new Caller("key:" + call.actor().prefix(), once);
    }
}
