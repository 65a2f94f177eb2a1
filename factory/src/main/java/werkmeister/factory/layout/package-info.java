/**
 * A site as it is planned: the file that describes it, checked line by line, and what it amounts
 * to.
 */
@NullMarked
package werkmeister.factory.layout;

import org.jspecify.annotations.NullMarked;
