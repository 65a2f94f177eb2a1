/** Jobs: what is asked for, and the states a job passes through. */
@NullMarked
package werkmeister.factory.job;

import org.jspecify.annotations.NullMarked;
