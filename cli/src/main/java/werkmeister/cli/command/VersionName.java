package werkmeister.cli.command;

import werkmeister.cli.client.Api;

import java.util.regex.Pattern;

/** A model version as people write it: {@code press-1/v2}. */
record VersionName(String machine, int number) {
    private static final Pattern SHAPE = Pattern.compile("([^/]+)/v?([1-9][0-9]{0,8})");

    static VersionName of(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new VersionName(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    String path() {
        return "/versions/" + Api.encoded(machine) + "/" + number;
    }

    @Override
    public String toString() {
        return machine + "/v" + number;
    }
}
