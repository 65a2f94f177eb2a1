/**
 * Backtests without a server: files and labels are read, every data row is scored, the account is
 * printed.
 */
@NullMarked
package werkmeister.cli.backtest;

import org.jspecify.annotations.NullMarked;
