/**
 * Forecasts: the next steps of signals, with a band, by whichever simple methods did best before.
 */
@NullMarked
package werkmeister.learning.forecast;

import org.jspecify.annotations.NullMarked;
