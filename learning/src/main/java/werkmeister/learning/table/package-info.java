/**
 * Tables of cases to learn from: features and the machines, cycles and times they belong to; how
 * they are split, and which columns would give the answer away.
 */
@NullMarked
package werkmeister.learning.table;

import org.jspecify.annotations.NullMarked;
