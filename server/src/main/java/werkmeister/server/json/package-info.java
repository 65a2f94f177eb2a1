/** How records become JSON and back: on the wire, in the journal and in files of the worker. */
@NullMarked
package werkmeister.server.json;

import org.jspecify.annotations.NullMarked;
