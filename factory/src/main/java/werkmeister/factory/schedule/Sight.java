package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Job;
import werkmeister.factory.quota.Budgets;
import werkmeister.factory.quota.Shares;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.TenantId;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a sweep looks at: a site as it stands, and what is known of those who want something of it.
 * All of it goes on changing; only another site makes another one.
 *
 * @param queued jobs by id
 * @param hindered lines that sleep for another reason than want of room
 * @param prices of the latest search for victims
 */
record Sight(
        Cluster cluster,
        Possible possible,
        Closing closing,
        Budgets budgets,
        Shares shares,
        Runs runs,
        Mix mix,
        Map<String, Job> queued,
        TreeMap<TenantId, Line> lines,
        TreeMap<TenantId, Tenant> tenants,
        Keeps keeps,
        Openings openings,
        Failed failed,
        Set<Line> hindered,
        Victims.Prices prices) {}
