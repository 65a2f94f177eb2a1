/**
 * How good the models are: published protocols on the data they were published with, one setting
 * for all, beside published figures and trivial rivals.
 */
@NullMarked
package werkmeister.bench.models;

import org.jspecify.annotations.NullMarked;
