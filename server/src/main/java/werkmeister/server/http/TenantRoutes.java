package werkmeister.server.http;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.auth.Policy;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.List;
import java.util.Optional;

/** Tenants and their groups: the quota tree. */
final class TenantRoutes {
    private final Doors doors;
    private final Performing performing;

    TenantRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/tenants", Policy.OPERATOR, "All tenants.")
                        .givesItems(QuotaViews.TenantView.class)
                        .by(this::tenants),
                Route.post("/tenants", Policy.OPERATOR, "Adds a tenant.")
                        .takes(QuotaViews.TenantBody.class)
                        .creates(QuotaViews.TenantView.class)
                        .by(this::add),
                Route.put(
                                "/tenants/{tenant}",
                                Policy.OPERATOR,
                                "Another name, weight, group or quota for a tenant.")
                        .takes(QuotaViews.TenantChange.class)
                        .gives(QuotaViews.TenantView.class)
                        .by(this::change),
                Route.delete(
                                "/tenants/{tenant}",
                                Policy.OPERATOR,
                                "Removes a tenant with everything it has for ever.")
                        .with(
                                Route.Parameter.required(
                                        "confirm", "string", "The tenant's name once more."))
                        .gives(Views.TenantErasure.class)
                        .by(this::remove),
                Route.get("/groups", Policy.OPERATOR, "All groups of tenants.")
                        .givesItems(QuotaViews.GroupView.class)
                        .by(this::groups),
                Route.put(
                                "/groups/{group}",
                                Policy.OPERATOR,
                                "A group of tenants, new or as it is to be.")
                        .takes(QuotaViews.GroupBody.class)
                        .gives(QuotaViews.GroupView.class)
                        .by(this::putGroup),
                Route.delete(
                                "/groups/{group}",
                                Policy.OPERATOR,
                                "Removes a group that nobody belongs to.")
                        .by(this::removeGroup));
    }

    private Reply tenants(Call call) {
        List<QuotaViews.TenantView> all =
                doors.cloud()
                        .read(books ->
                                books.factory().tenants().stream()
                                        .map(QuotaViews.TenantView::of)
                                        .toList());
        return Reply.ok(Page.of(all, QuotaViews.TenantView::tenant, call));
    }

    private Reply add(Call call) {
        Tenant tenant = call.body(QuotaViews.TenantBody.class).read();
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.AddTenant(tenant)),
                201,
                _ -> QuotaViews.TenantView.of(tenant));
    }

    private Reply change(Call call) {
        TenantId id = call.path("tenant", TenantId::new);
        Tenant tenant = call.body(QuotaViews.TenantChange.class).of(id);
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.ChangeTenant(tenant)),
                200,
                _ -> QuotaViews.TenantView.of(tenant));
    }

    private Reply remove(Call call) {
        Optional<Reply> earlier = performing.earlier(call.once());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        TenantId tenant = call.path("tenant", TenantId::new);
        if (!call.required("confirm").equals(tenant.value())) {
            throw Refusal.invalid(
                    "Tenant (%s) and all its machines, samples, models, findings and keys would be gone for ever: repeat its name as confirm=%s."
                            .formatted(tenant, tenant));
        }
        return Performing.recorded(
                doors.erasing()
                        .remove(
                                Performing.caller(call, call.once()),
                                tenant,
                                gone ->
                                        new Answer(
                                                200,
                                                Json.write(Views.TenantErasure.of(tenant, gone)))));
    }

    private Reply groups(Call call) {
        List<QuotaViews.GroupView> all =
                doors.cloud()
                        .read(books ->
                                books.factory().groups().stream()
                                        .map(QuotaViews.GroupView::of)
                                        .toList());
        return Reply.ok(Page.of(all, QuotaViews.GroupView::group, call));
    }

    private Reply putGroup(Call call) {
        Group group = call.body(QuotaViews.GroupBody.class).of(call.path("group"));
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.PutGroup(group)),
                200,
                _ -> QuotaViews.GroupView.of(group));
    }

    private Reply removeGroup(Call call) {
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.RemoveGroup(call.path("group"))));
    }
}
