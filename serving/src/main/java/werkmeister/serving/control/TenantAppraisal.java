package werkmeister.serving.control;

import werkmeister.serving.release.Appraisal;
import werkmeister.units.TenantId;

/** What was said of a version that answers a question. */
public record TenantAppraisal(TenantId tenant, Appraisal appraisal) {}
