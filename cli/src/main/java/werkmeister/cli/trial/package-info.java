/**
 * Backtests of remaining life, classes and forecasts on a stranger's files, without a server: from
 * the files to an account for people, JSON for scripts and a line a prediction.
 */
@NullMarked
package werkmeister.cli.trial;

import org.jspecify.annotations.NullMarked;
