/** What charts show of a machine's time: envelopes of its signals and of its scores. */
@NullMarked
package werkmeister.server.chart;

import org.jspecify.annotations.NullMarked;
