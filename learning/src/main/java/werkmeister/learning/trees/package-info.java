/**
 * Boosted trees: numbers in, numbers out. The only room that knows the library that grows them
 * (XGBoost; Chen and Guestrin, KDD 2016).
 */
@NullMarked
package werkmeister.learning.trees;

import org.jspecify.annotations.NullMarked;
