/**
 * A site as it is planned: the file that describes it, checked line by line, what it amounts to,
 * and the site to be run that it becomes.
 */
@NullMarked
package werkmeister.factory.layout;

import org.jspecify.annotations.NullMarked;
