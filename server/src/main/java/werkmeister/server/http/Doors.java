package werkmeister.server.http;

import werkmeister.plant.store.SampleStore;
import werkmeister.server.chart.Charts;
import werkmeister.server.fleet.NodeWatch;
import werkmeister.server.intake.Erasing;
import werkmeister.server.intake.Housekeeping;
import werkmeister.server.intake.Imports;
import werkmeister.server.intake.LiveDesk;
import werkmeister.server.intake.Models;
import werkmeister.server.loop.Cloud;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;

/**
 * What the routes lead to.
 *
 * @param zone of the place where the server stands
 */
public record Doors(
        Cloud cloud,
        SampleStore store,
        Imports imports,
        LiveDesk live,
        Erasing erasing,
        Housekeeping housekeeping,
        NodeWatch nodes,
        Models models,
        Charts charts,
        Path data,
        ZoneId zone,
        String version,
        SecureRandom random) {}
