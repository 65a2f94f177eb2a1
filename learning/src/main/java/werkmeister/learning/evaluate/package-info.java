/**
 * Evaluation: metrics, alert rules, trivial baselines and backtests on time that training never
 * saw.
 */
@NullMarked
package werkmeister.learning.evaluate;

import org.jspecify.annotations.NullMarked;
