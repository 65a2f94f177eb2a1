/**
 * Trials: how well remaining lives, classes and forecasts are told on cases that training never
 * saw, beside trivial rivals on the same cases.
 */
@NullMarked
package werkmeister.learning.trial;

import org.jspecify.annotations.NullMarked;
