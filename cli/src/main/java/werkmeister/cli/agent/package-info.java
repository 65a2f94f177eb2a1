/** Looks at the GPUs of this machine and says how many of them are well. */
@NullMarked
package werkmeister.cli.agent;

import org.jspecify.annotations.NullMarked;
