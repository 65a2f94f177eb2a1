/** The console in a real browser, over the real server and a small plant. */
@NullMarked
package werkmeister.browser;

import org.jspecify.annotations.NullMarked;
