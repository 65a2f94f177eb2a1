/** The API's client: who to ask, one call at a time, repeated by key when the connection breaks. */
@NullMarked
package werkmeister.cli.client;

import org.jspecify.annotations.NullMarked;
