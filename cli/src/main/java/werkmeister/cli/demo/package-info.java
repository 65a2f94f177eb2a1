/**
 * The demo: the product's main job on a simulated plant, through the API as a person would do it.
 */
@NullMarked
package werkmeister.cli.demo;

import org.jspecify.annotations.NullMarked;
