package werkmeister.cli.command;

import picocli.CommandLine.Option;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which server a command asks, with which key, and for which tenant. */
final class Connection {
    @Option(names = "--server", paramLabel = "URL", descriptionKey = "option.server")
    Optional<URI> server = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", descriptionKey = "option.key")
    Optional<String> key = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", descriptionKey = "option.tenant")
    Optional<String> tenant = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", descriptionKey = "option.data")
    Optional<Path> data = Optional.empty();

    Api open(Shell shell) {
        return new Api(access(shell), tenant, shell.random());
    }

    /**
     * What the options say, else the environment, else the key that a server on this machine saved.
     */
    private Access access(Shell shell) {
        var environment = shell.environment();
        var url = server.or(() -> environmentServer(shell));
        var secret = key.or(() -> Optional.ofNullable(environment.get("WERKMEISTER_KEY")));
        if (url.isPresent() && secret.isPresent()) {
            return new Access(checked(shell, url.get()), secret.get());
        }
        var saved = saved(shell);
        if (saved.isEmpty()) {
            throw Refusal.notFound(shell.say("no.server", shell.home()));
        }
        return new Access(
                checked(shell, url.orElse(saved.get().server())), secret.orElse(saved.get().key()));
    }

    private Optional<URI> environmentServer(Shell shell) {
        String url = shell.environment().get("WERKMEISTER_SERVER");
        if (url == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid(shell.say("wrong.server", url));
        }
    }

    private static URI checked(Shell shell, URI server) {
        String scheme = server.getScheme();
        if (("http".equals(scheme) || "https".equals(scheme)) && server.getHost() != null) {
            return server;
        }
        throw Refusal.invalid(shell.say("wrong.server", server));
    }

    private Optional<Access> saved(Shell shell) {
        var folders = data.map(List::of).orElse(List.of(shell.home(), DemoCommand.home(shell)));
        return folders.stream().flatMap(folder -> Access.savedIn(folder).stream()).findFirst();
    }
}
