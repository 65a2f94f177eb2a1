/**
 * The way in for samples: files are imported, live samples are kept, scored and turned into
 * findings.
 */
@NullMarked
package werkmeister.server.intake;

import org.jspecify.annotations.NullMarked;
