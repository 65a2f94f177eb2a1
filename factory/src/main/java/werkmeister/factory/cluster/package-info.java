/**
 * What is free on each node of the site and how near nodes are to each other; finds room for jobs.
 * Changed by what has happened alone, never by a wish.
 */
@NullMarked
package werkmeister.factory.cluster;

import org.jspecify.annotations.NullMarked;
