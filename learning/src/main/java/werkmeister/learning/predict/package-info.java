/**
 * Predictors: models that answer a question about a machine (how long it will go on, which kind of
 * fault it has, what comes next) from what it has said lately.
 */
@NullMarked
package werkmeister.learning.predict;

import org.jspecify.annotations.NullMarked;
