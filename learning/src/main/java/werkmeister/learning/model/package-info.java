/**
 * Models: what scores a sample and explains the score, its file format, its card and its versions.
 */
@NullMarked
package werkmeister.learning.model;

import org.jspecify.annotations.NullMarked;
