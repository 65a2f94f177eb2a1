/** Who asks: keys, roles, and what each route demands. */
@NullMarked
package werkmeister.server.auth;

import org.jspecify.annotations.NullMarked;
