/**
 * Findings: what was unusual, since when, by how much, and which signals explain it, as a sentence.
 */
@NullMarked
package werkmeister.serving.finding;

import org.jspecify.annotations.NullMarked;
