/** What the simulation of a site says, as scripts and people read it. */
@NullMarked
package werkmeister.cli.simulate;

import org.jspecify.annotations.NullMarked;
