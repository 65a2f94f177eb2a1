package werkmeister.cli.command;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;

import java.util.List;
import java.util.Optional;

/** Nodes by where they stand. */
final class Whereabouts {
    @Option(names = "--pod", paramLabel = "POD", descriptionKey = "nodes.pod")
    Optional<String> pod = Optional.empty();

    @Option(names = "--rack", paramLabel = "RACK", descriptionKey = "nodes.rack")
    Optional<String> rack = Optional.empty();

    boolean said() {
        return pod.isPresent() || rack.isPresent();
    }

    List<JsonNode> nodes(Api api) {
        String sign = "?";
        var path = new StringBuilder("/nodes");
        if (pod.isPresent()) {
            path.append(sign).append("pod=").append(Api.encoded(pod.get()));
            sign = "&";
        }
        if (rack.isPresent()) {
            path.append(sign).append("rack=").append(Api.encoded(rack.get()));
        }
        return api.items(path.toString());
    }
}
