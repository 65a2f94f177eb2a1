/**
 * The HTTP API: routes with their policies, problems, idempotency, events and the OpenAPI document.
 */
@NullMarked
package werkmeister.server.http;

import org.jspecify.annotations.NullMarked;
